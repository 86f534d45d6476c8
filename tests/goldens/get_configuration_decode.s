 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 280
 mov rcx, rdx
 mov rbx, rdi
 cmp rdx, 8
 jb .L0
 mov eax, dword ptr [rsi]
 bswap eax
 lea r12, [rax + 4]
 cmp eax, 4
 jb .L1
 cmp rcx, r12
 cmovb r12, rcx
 mov qword ptr [rsp + 232], r12
 cmovb r12, rcx
 setb r8b
 movzx edx, word ptr [rsi + 6]
 lea rbp, [rsi + 8]
 add r12, -8
 je .L2
 mov byte ptr [rsp + 137], r8b
 mov word ptr [rsp + 138], dx
 mov qword ptr [rsp + 176], rsi
 mov qword ptr [rsp + 184], rcx
 mov qword ptr [rsp + 160], rbx
 xor r11d, r11d
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 mov ecx, 8
 mov qword ptr [rsp + 152], r12
 mov qword ptr [rsp + 168], rbp
 jmp .L5
.L6:
 cmp r15, 8
 jb .L7
.L8:
 test r9b, r9b
 mov rax, r15
 cmove rax, rcx
.L9:
 test r9b, r9b
 cmove r15, rax
.L10:
 cmp r15, 5
 cmovb r15, r10
 add rbp, r15
 inc r11
 mov rax, -1
 cmove r11, rax
 cmp r15, r12
 mov eax, 1
 cmova rbp, rax
 mov rax, r12
 sub rax, r15
 mov r12d, 0
 cmovae r12, rax
 jbe .L11
.L5:
 cmp r12, 4
 jb .L12
 movzx r15d, byte ptr [rbp + 3]
 test r15b, 3
 jne .L13
 movzx ebx, word ptr [rbp]
 movzx r13d, byte ptr [rbp + 2]
 add r15, 4
 mov r9b, 2
 cmp r15, r12
 ja .L14
 mov r14, rbp
.L15:
 rol bx, 8
 shr r13b, 2
 movzx eax, bx
 cmp ax, 47
 ja .L16
 lea rbx, [rip + .L17]
 movsxd rax, dword ptr [rbx + 4*rax]
 add rax, rbx
 jmp rax
.L18:
 cmp r15, 4
 jb .L19
 test r15b, 3
 je .L20
 lea rbx, [r15 - 4]
 mov r13, rbx
.L21:
 mov eax, 4
 cmp r13, 3
 jbe .L22
.L23:
 mov rcx, r13
 sub rcx, rax
 mov r13d, 0
 cmovae r13, rcx
 ja .L21
 jmp .L20
.L22:
 mov r14, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 4
 lea rdi, [rsp + 48]
 lea rsi, [rip + .L24]
 mov rcx, r13
 call r8
 movzx eax, byte ptr [rsp + 76]
 cmp rax, 13
 jne .L25
 mov rax, qword ptr [rsp + 56]
 test rax, rax
 mov r11, qword ptr [rsp + 40]
 mov r9, r14
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 jne .L23
 jmp .L20
.L16:
 add eax, -256
 cmp eax, 8
 ja .L10
 movsxd rax, dword ptr [rdx + 4*rax]
 add rax, rdx
 jmp rax
.L26:
 cmp r15, 4
 jae .L27
 mov edx, 4
 mov qword ptr [rsp + 40], r11
 lea rsi, [rip + .L28]
 jmp .L29
.L14:
 mov qword ptr [rsp + 40], r11
 xor esi, esi
 lea rdx, [rip + .L30]
 mov rcx, r15
 mov r8, r12
 call qword ptr [rip + Extent::ends@GOTPCREL]
 movzx eax, byte ptr [rsp + 116]
 mov r14, qword ptr [rsp + 88]
 mov r15, qword ptr [rsp + 96]
 movzx r9d, byte ptr [rsp + 104]
 cmp rax, 13
 jne .L31
 mov r11, qword ptr [rsp + 40]
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 mov ecx, 8
 jmp .L15
.L32:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L33]
 jmp .L34
.L35:
 cmp r15, 16
 jb .L36
 test r9b, r9b
 mov rax, r15
 mov ebx, 16
 cmove rax, rbx
 jmp .L9
.L37:
 cmp r15, 4
 jb .L38
 test r13b, 15
 je .L39
 mov eax, 8
 cmp r15, 7
 ja .L40
 movzx esi, r9b
 mov ecx, 8
 mov qword ptr [rsp + 40], r11
 lea rdx, [rip + .L41]
 jmp .L42
.L43:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L44]
 jmp .L34
.L45:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L46]
 jmp .L34
.L47:
 cmp r15, 8
 jb .L48
 test r13b, 15
 je .L49
 mov eax, 12
 cmp r15, 11
 ja .L40
 movzx esi, r9b
 mov ecx, 12
 mov qword ptr [rsp + 40], r11
 lea rdx, [rip + .L50]
 mov r8, r15
 mov rbx, r9
 call qword ptr [rip + Extent::ends@GOTPCREL]
 lea rsi, [rip + .L4]
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 mov r10d, 4
 lea rdx, [rip + .L3]
 lea rdi, [rsp + 88]
 mov r9, rbx
 mov r11, qword ptr [rsp + 40]
 movzx ecx, byte ptr [rsp + 116]
 mov eax, 8
 jmp .L51
.L52:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L53]
 jmp .L34
.L54:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L55]
 jmp .L34
.L56:
 cmp r15, 12
 jb .L57
 test r9b, r9b
 mov rax, r15
 mov ebx, 12
 cmove rax, rbx
 jmp .L9
.L58:
 cmp r15, 7
 jbe .L59
 movzx ecx, byte ptr [r14 + 7]
 lea rbx, [r15 - 8]
 mov r13, rcx
 cmp rbx, rcx
 jae .L60
 add r14, 8
 mov qword ptr [rsp + 224], rcx
 mov r13, rcx
.L61:
 test rbx, rbx
 je .L62
 movzx eax, byte ptr [r14]
 mov byte ptr [rsp + 192], al
 mov qword ptr [rsp + 200], 1
 mov byte ptr [rsp + 220], 13
 mov eax, 1
.L63:
 add r14, rax
 cmp rax, rbx
 mov ecx, 1
 cmova r14, rcx
 mov rcx, rbx
 sub rcx, rax
 mov ebx, 0
 cmovae rbx, rcx
 dec r13
 jne .L61
 jmp .L64
.L62:
 mov qword ptr [rsp + 144], r9
 mov qword ptr [rsp + 40], r11
 mov edx, 1
 lea rdi, [rsp + 192]
 lea rsi, [rip + .L65]
 xor ecx, ecx
 call r8
 movzx eax, byte ptr [rsp + 220]
 cmp eax, 13
 jne .L66
 mov rax, qword ptr [rsp + 200]
 test rax, rax
 mov r11, qword ptr [rsp + 40]
 mov r9, qword ptr [rsp + 144]
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 jne .L63
 lea r13, [r15 - 8]
 jmp .L67
.L68:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L69]
 jmp .L70
.L71:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L72]
 jmp .L34
.L73:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L74]
 jmp .L70
.L75:
 cmp r15, 4
 jb .L76
.L27:
 test r9b, r9b
 mov rax, r15
 cmove rax, r10
 jmp .L9
.L77:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L78]
 jmp .L70
.L79:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L80]
 jmp .L34
.L81:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L82]
 jmp .L34
.L83:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L84]
 jmp .L34
.L85:
 cmp r15, 8
 jae .L8
 mov qword ptr [rsp + 144], r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 mov rcx, r15
 mov r14, rdi
 mov r13, r8
 mov rbx, rsi
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L86
 mov rax, qword ptr [rsp + 8]
 mov r11, qword ptr [rsp + 40]
 mov r9, qword ptr [rsp + 144]
 mov rdi, r14
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, r13
 mov rsi, rbx
 mov ecx, 8
 jmp .L9
.L87:
 cmp r15, 4
 jb .L88
 test r13b, 15
 je .L39
 mov eax, 8
 cmp r15, 7
 jbe .L89
.L40:
 mov ecx, 8
 jmp .L90
.L91:
 cmp r15, 8
 jae .L8
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L92]
.L70:
 mov rcx, r15
 mov r14, rdi
 mov r13, r8
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L93
 jmp .L94
.L95:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 cmp r15, 4
 jb .L96
 add r14, 4
 mov r13, r15
 add r13, -4
 je .L97
 xor eax, eax
.L98:
 cmp byte ptr [r14 + rax], 0
 js .L99
 inc rax
 cmp r13, rax
 jne .L98
.L97:
 mov rsi, r14
 mov rdx, r13
 call qword ptr [rip + converts::from_utf8@GOTPCREL]
 mov rax, qword ptr [rsp + 96]
 cmp byte ptr [rsp + 88], 0
 jne .L99
 mov rcx, r15
 test rax, rax
 mov r11, qword ptr [rsp + 40]
 lea rdx, [rip + .L3]
 je .L100
.L101:
 test bl, bl
 cmove r15, rcx
 lea rdi, [rsp + 88]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 jmp .L20
.L39:
 mov eax, 4
 jmp .L90
.L64:
 lea r13, [r15 - 8]
 sub r13, rbx
 mov eax, 0
 cmovb r13, rax
.L67:
 mov rcx, qword ptr [rsp + 224]
.L60:
 add r13, 8
 mov rax, -1
 cmovb r13, rax
 mov rax, r15
 sub rax, r13
 jb .L102
 neg cl
 and cl, 3
 movzx ecx, cl
 cmp rax, rcx
 jb .L103
 add r13, rcx
.L104:
 test r9b, r9b
 cmove r15, r13
.L20:
 mov ecx, 8
 jmp .L10
.L49:
 mov eax, 8
.L90:
 test r9b, r9b
 cmovne rax, r15
 jmp .L9
.L102:
 mov rbx, r11
 mov rcx, r13
.L105:
 movzx esi, r9b
 lea rdi, [rsp + 48]
 lea rdx, [rip + .L106]
 mov r8, r15
 mov r14, r9
 call qword ptr [rip + Extent::ends@GOTPCREL]
 mov r9, r14
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 mov r11, rbx
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 je .L104
 jmp .L107
.L7:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L108]
 jmp .L109
.L36:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 16
 lea rsi, [rip + .L110]
.L109:
 mov rcx, r15
 mov r14, rdi
 mov r13, r8
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L111
 mov rax, qword ptr [rsp + 16]
 jmp .L112
.L38:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 4
 lea rsi, [rip + .L113]
 jmp .L34
.L48:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 8
 lea rsi, [rip + .L114]
 jmp .L34
.L57:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 12
 lea rsi, [rip + .L115]
.L34:
 mov rcx, r15
 mov r14, rdi
 mov r13, r8
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L116
.L94:
 mov rax, qword ptr [rsp + 8]
.L112:
 mov r11, qword ptr [rsp + 40]
 mov r9, rbx
 mov rdi, r14
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, r13
 jmp .L117
.L76:
 mov edx, 4
 mov qword ptr [rsp + 40], r11
 lea rsi, [rip + .L118]
.L29:
 mov rcx, r15
 mov rbx, r9
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rsi, [rip + .L4]
 mov r9, rbx
 mov r11, qword ptr [rsp + 40]
 mov rax, qword ptr [rsp + 88]
 lea rdi, [rsp + 96]
 mov ecx, dword ptr [rdi + 16]
 lea r8, [rsp + 8]
 mov dword ptr [r8 + 16], ecx
 movups xmm0, xmmword ptr [rdi]
 movups xmmword ptr [r8], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rdi + 23]
 mov byte ptr [r8 + 23], dl
 movzx edx, word ptr [rdi + 21]
 mov r10d, 4
 mov word ptr [r8 + 21], dx
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 lea rdx, [rip + .L3]
 lea rdi, [rsp + 88]
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 mov ecx, 8
 jne .L119
 jmp .L9
.L88:
 mov rbx, r9
 mov qword ptr [rsp + 40], r11
 mov edx, 4
 lea rsi, [rip + .L120]
 mov rcx, r15
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L116
 mov rax, qword ptr [rsp + 8]
 mov r11, qword ptr [rsp + 40]
 mov r9, rbx
 lea rdi, [rsp + 88]
 lea rdx, [rip + .L3]
 mov r10d, 4
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
.L117:
 lea rsi, [rip + .L4]
 mov ecx, 8
 jmp .L9
.L96:
 mov edx, 4
 lea rsi, [rip + .L121]
 mov rcx, r15
 call r8
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov ecx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], ecx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx ecx, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
 cmp cl, 13
 jne .L122
 mov rcx, qword ptr [rsp + 16]
 mov r11, qword ptr [rsp + 40]
 lea rdx, [rip + .L3]
 jmp .L101
.L103:
 mov rbx, r11
 add rcx, r13
 mov rax, -1
 cmovb rcx, rax
 jmp .L105
.L89:
 movzx esi, r9b
 mov ecx, 8
 mov qword ptr [rsp + 40], r11
 lea rdx, [rip + .L123]
.L42:
 mov r8, r15
 mov rbx, r9
 call qword ptr [rip + Extent::ends@GOTPCREL]
 lea rsi, [rip + .L4]
 mov r8, qword ptr [rip + DecodeError::short@GOTPCREL]
 mov r10d, 4
 lea rdx, [rip + .L3]
 lea rdi, [rsp + 88]
 mov r9, rbx
 mov r11, qword ptr [rsp + 40]
 movzx ecx, byte ptr [rsp + 116]
 mov eax, 4
.L51:
 cmp cl, 13
 je .L40
 mov rax, qword ptr [rsp + 88]
 lea rsi, [rsp + 96]
 mov edx, dword ptr [rsi + 16]
 lea rdi, [rsp + 8]
 mov dword ptr [rdi + 16], edx
 movups xmm0, xmmword ptr [rsi]
 movups xmmword ptr [rdi], xmm0
 movzx edx, byte ptr [rsi + 23]
 mov byte ptr [rdi + 23], dl
 movzx edx, word ptr [rsi + 21]
 mov word ptr [rdi + 21], dx
 mov qword ptr [rsp], rax
 mov byte ptr [rsp + 28], cl
.L116:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, bl
 mov rdi, rsp
 lea rdx, [rsp + 48]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp]
 mov r15, qword ptr [rsp + 8]
 mov r9, qword ptr [rsp + 16]
 mov rdx, r9
 shr rdx, 8
 mov r8d, dword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 28]
 jmp .L124
.L11:
 xor eax, eax
 mov r10, qword ptr [rsp + 152]
 sub r10, r12
 cmovb r10, rax
 cmp byte ptr [rsp + 137], 0
 mov rbx, qword ptr [rsp + 160]
 mov rcx, qword ptr [rsp + 184]
 mov rsi, qword ptr [rsp + 176]
 movzx edx, word ptr [rsp + 138]
 mov rbp, qword ptr [rsp + 168]
 mov r9, qword ptr [rsp + 232]
 jne .L125
 jmp .L126
.L2:
 mov ecx, 8
 xor r11d, r11d
 mov r10d, 0
 mov r9d, 8
 mov eax, 0
 test r8b, r8b
 jne .L125
 jmp .L126
.L31:
 movzx ecx, byte ptr [rsp + 111]
 shl ecx, 16
 movzx esi, word ptr [rsp + 109]
 or esi, ecx
 shl rsi, 32
 mov edx, dword ptr [rsp + 105]
 mov r8d, dword ptr [rsp + 112]
 or rdx, rsi
.L124:
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
.L127:
 mov rdi, r15
 shr rdi, 32
 jmp .L128
.L12:
 mov qword ptr [rsp + 40], r11
 lea rsi, [rip + .L129]
 lea rdi, [rsp + 88]
 mov edx, 4
 mov rcx, r12
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov r14, qword ptr [rsp + 88]
 mov r15, qword ptr [rsp + 96]
 mov rdi, r15
 shr rdi, 32
 mov r9, qword ptr [rsp + 104]
 mov rdx, r9
 shr rdx, 8
 mov r8d, dword ptr [rsp + 112]
 movzx eax, byte ptr [rsp + 116]
.L130:
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
 jmp .L128
.L13:
 movabs r8, 34359738368
 lea r14, [rip + .L131]
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
 lea rax, [r8 + 3]
 mov r11d, 1
.L132:
 shl rsi, 16
 movzx edx, cl
 shl edx, 8
 or rdx, rsi
 movzx ecx, r14b
 or rcx, rdx
 xor r10d, r10d
 mov rdx, qword ptr [rsp + 152]
 sub rdx, r12
 cmovae r10, rdx
.L133:
 lea edx, [r10 + rax]
 add edx, 8
 mov eax, r8d
 or eax, edx
 shr r8, 32
 xor edx, edx
 mov rbx, qword ptr [rsp + 160]
.L134:
 movzx esi, r8b
 shl rsi, 32
 or rsi, rdx
 mov eax, eax
 or rax, rsi
 mov qword ptr [rbx + 8], rcx
 mov qword ptr [rbx + 16], r11
 mov qword ptr [rbx + 24], r15
 mov qword ptr [rbx + 32], rax
 mov eax, 1
 jmp .L135
.L66:
 test eax, eax
 mov rax, qword ptr [rsp + 144]
 jne .L136
 cmp al, 2
 jne .L136
 mov rdi, rsp
 lea rsi, [rsp + 192]
 mov rdx, r15
 call qword ptr [rip + DecodeError::rebased@GOTPCREL]
 movzx ecx, byte ptr [rsp + 28]
 mov rax, qword ptr [rsp]
 movups xmm0, xmmword ptr [rsp + 8]
 mov sil, 1
 mov edx, dword ptr [rsp + 24]
 test cl, cl
 je .L137
 lea rdi, [rsp + 8]
 movzx esi, byte ptr [rdi + 23]
 mov byte ptr [rsp + 142], sil
 movzx esi, word ptr [rdi + 21]
 mov word ptr [rsp + 140], si
 mov esi, ecx
.L137:
 mov qword ptr [rsp + 48], rax
 movups xmmword ptr [rsp + 56], xmm0
 mov dword ptr [rsp + 72], edx
 mov byte ptr [rsp + 76], sil
 movzx eax, byte ptr [rsp + 142]
 lea rcx, [rsp + 77]
 mov byte ptr [rcx + 2], al
 movzx eax, word ptr [rsp + 140]
 mov word ptr [rcx], ax
 mov r9b, 2
 jmp .L138
.L136:
 lea rdi, [rsp + 48]
 lea rsi, [rsp + 192]
 mov rdx, r15
 call qword ptr [rip + DecodeError::rebased@GOTPCREL]
 mov r9, qword ptr [rsp + 144]
.L138:
 mov rax, qword ptr [rsp + 48]
 mov rcx, qword ptr [rsp + 56]
 mov rdx, qword ptr [rsp + 64]
 mov esi, dword ptr [rsp + 72]
 movzx edi, byte ptr [rsp + 76]
 movzx r8d, word ptr [rsp + 77]
 movzx r10d, byte ptr [rsp + 79]
 mov qword ptr [rsp + 96], rax
 mov qword ptr [rsp + 104], rcx
 mov qword ptr [rsp + 112], rdx
 mov dword ptr [rsp + 120], esi
 mov byte ptr [rsp + 124], dil
 mov word ptr [rsp + 125], r8w
 mov byte ptr [rsp + 127], r10b
.L139:
 mov qword ptr [rsp + 88], 1
 lea rdi, [rsp + 96]
 lea r8, [rsp + 96]
 movups xmm0, xmmword ptr [r8]
 mov rax, qword ptr [r8 + 16]
 mov ecx, dword ptr [r8 + 24]
 movzx edx, byte ptr [r8 + 28]
 movzx esi, word ptr [r8 + 29]
 movzx r8d, byte ptr [r8 + 31]
 movaps xmmword ptr [rsp + 240], xmm0
 mov qword ptr [rsp + 256], rax
 mov dword ptr [rsp + 264], ecx
 mov byte ptr [rsp + 268], dl
 mov word ptr [rsp + 269], si
 mov byte ptr [rsp + 271], r8b
 movzx esi, r9b
 lea rdx, [rsp + 240]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp + 96]
 mov r15, qword ptr [rsp + 104]
 mov r9, qword ptr [rsp + 112]
 mov r8d, dword ptr [rsp + 120]
 movzx eax, byte ptr [rsp + 124]
 jmp .L140
.L93:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, bl
.L141:
 mov rdi, rsp
 lea rdx, [rsp + 48]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx r14d, byte ptr [rsp]
 movzx ecx, byte ptr [rsp + 1]
 mov eax, dword ptr [rsp + 2]
 movzx esi, word ptr [rsp + 6]
 shl rsi, 32
 or rsi, rax
 mov r15, qword ptr [rsp + 8]
 mov r9, qword ptr [rsp + 16]
 mov rdx, r9
 shr rdx, 8
 mov r8d, dword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 28]
 jmp .L127
.L100:
 mov rax, qword ptr [rsp + 104]
.L99:
 cmp rax, r13
 jae .L142
 movzx ecx, byte ptr [r14 + rax]
 jmp .L143
.L142:
 xor ecx, ecx
.L143:
 add rax, 4
 mov rdx, -1
 cmovae rdx, rax
 lea rax, [rip + .L144]
 mov qword ptr [rsp], rax
 mov qword ptr [rsp + 8], 0
 mov qword ptr [rsp + 16], rcx
 mov dword ptr [rsp + 24], edx
 mov byte ptr [rsp + 28], 11
.L122:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, bl
 mov rdi, rsp
 lea rdx, [rsp + 48]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp]
 mov r15, qword ptr [rsp + 8]
 mov r9, qword ptr [rsp + 16]
 mov r8d, dword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 28]
.L140:
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
 mov rdi, r15
 shr rdi, 32
.L145:
 mov rdx, r9
 shr rdx, 8
.L128:
 shl rax, 32
 or rax, r8
 movabs r8, 1095216660480
 and r8, rax
 jne .L146
.L147:
 xor r10d, r10d
 mov r8, qword ptr [rsp + 152]
 sub r8, r12
 cmovae r10, r8
 cmp byte ptr [rsp + 137], 0
 je .L148
 mov rbx, qword ptr [rsp + 160]
 mov rcx, qword ptr [rsp + 184]
 mov rsi, qword ptr [rsp + 176]
 movzx edx, word ptr [rsp + 138]
 mov rbp, qword ptr [rsp + 168]
 mov r11, qword ptr [rsp + 40]
.L125:
 mov r9, rcx
 mov rax, rsi
.L126:
 rol dx, 8
 mov qword ptr [rbx + 8], rax
 mov qword ptr [rbx + 16], r9
 mov qword ptr [rbx + 24], rbp
 mov qword ptr [rbx + 32], r10
 mov qword ptr [rbx + 40], r11
 mov word ptr [rbx + 48], dx
 xor eax, eax
.L135:
 mov qword ptr [rbx], rax
 mov rax, rbx
 add rsp, 280
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L111:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, bl
 mov rdi, rsp
 lea rdx, [rsp + 48]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp]
 mov r15d, dword ptr [rsp + 8]
 mov edi, dword ptr [rsp + 12]
 mov r9, qword ptr [rsp + 16]
 mov r8d, dword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 28]
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
 jmp .L145
.L119:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, r9b
 mov rdi, rsp
 lea rdx, [rsp + 48]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp]
 mov r15, qword ptr [rsp + 8]
 mov rdi, r15
 shr rdi, 32
 mov r9, qword ptr [rsp + 16]
 mov rdx, r9
 shr rdx, 8
 mov r8d, dword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 28]
 jmp .L130
.L0:
 lea rsi, [rip + .L149]
 lea rdi, [rsp + 88]
 mov edx, 8
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 88]
 mov r11, qword ptr [rsp + 96]
 mov r15, qword ptr [rsp + 104]
 mov eax, dword ptr [rsp + 112]
 movzx r8d, byte ptr [rsp + 116]
 movzx edx, byte ptr [rsp + 119]
 movzx esi, word ptr [rsp + 117]
 shl rsi, 40
 shl rdx, 56
 or rdx, rsi
 jmp .L134
.L1:
 lea rcx, [rip + .L150]
 mov r11d, 8
 xor eax, eax
 mov r8b, 1
 xor edx, edx
 mov r15, r12
 jmp .L134
.L19:
 mov r14, r9
 mov qword ptr [rsp + 40], r11
 lea rsi, [rip + .L151]
 lea rdi, [rsp + 48]
 mov edx, 4
 mov rcx, r15
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 48]
 lea rsi, [rsp + 77]
 mov ecx, dword ptr [rsi - 5]
 lea r8, [rsp + 96]
 mov dword ptr [r8 + 24], ecx
 movups xmm0, xmmword ptr [rsi - 21]
 movups xmmword ptr [r8 + 8], xmm0
 movzx ecx, byte ptr [rsp + 76]
 movzx edx, byte ptr [rsi + 2]
 mov byte ptr [r8 + 31], dl
 movzx edx, word ptr [rsi]
 mov word ptr [r8 + 29], dx
 mov qword ptr [rsp + 96], rax
 mov byte ptr [rsp + 124], cl
.L152:
 mov qword ptr [rsp + 88], 1
 lea rdi, [rsp + 96]
 movups xmm0, xmmword ptr [r8]
 mov rax, qword ptr [r8 + 16]
 mov ecx, dword ptr [r8 + 24]
 movzx edx, byte ptr [r8 + 28]
 movzx esi, word ptr [r8 + 29]
 movzx r8d, byte ptr [r8 + 31]
 movaps xmmword ptr [rsp], xmm0
 mov qword ptr [rsp + 16], rax
 mov dword ptr [rsp + 24], ecx
 mov byte ptr [rsp + 28], dl
 mov word ptr [rsp + 29], si
 mov byte ptr [rsp + 31], r8b
 movzx esi, r14b
 mov rdx, rsp
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov r14, qword ptr [rsp + 96]
 mov r15, qword ptr [rsp + 104]
 mov r9, qword ptr [rsp + 112]
 mov rax, qword ptr [rsp + 120]
 mov ecx, r14d
 shr ecx, 8
 mov rsi, r14
 shr rsi, 16
 mov rdi, r15
 shr rdi, 32
 mov rdx, r9
 shr rdx, 8
 movabs r8, 1095216660480
 and r8, rax
 je .L147
.L146:
 movzx r10d, r9b
 shl rdi, 32
 mov r11d, r15d
 or r11, rdi
 shl rdx, 8
 or rdx, r10
 mov r15, rdx
 jmp .L132
.L59:
 mov qword ptr [rsp + 40], r11
 lea rsi, [rip + .L106]
 lea rdi, [rsp + 48]
 mov edx, 8
 mov rcx, r15
 mov rbx, r9
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov r9, rbx
 mov rax, qword ptr [rsp + 48]
 lea rdi, [rsp + 77]
 mov ecx, dword ptr [rdi - 5]
 lea rsi, [rsp + 96]
 mov dword ptr [rsi + 24], ecx
 movups xmm0, xmmword ptr [rdi - 21]
 movups xmmword ptr [rsi + 8], xmm0
 movzx ecx, byte ptr [rsp + 76]
 movzx edx, byte ptr [rdi + 2]
 mov byte ptr [rsi + 31], dl
 movzx edx, word ptr [rdi]
 mov word ptr [rsi + 29], dx
 mov qword ptr [rsp + 96], rax
 mov byte ptr [rsp + 124], cl
 jmp .L139
.L86:
 mov rax, qword ptr [rsp]
 mov rcx, qword ptr [rsp + 8]
 mov rdx, qword ptr [rsp + 16]
 mov qword ptr [rsp + 64], rdx
 mov edx, dword ptr [rsp + 24]
 mov dword ptr [rsp + 72], edx
 movzx edx, byte ptr [rsp + 28]
 mov byte ptr [rsp + 76], dl
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rsp + 77], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rsp + 79], dl
 mov qword ptr [rsp + 48], rax
 mov qword ptr [rsp + 56], rcx
 movzx esi, byte ptr [rsp + 144]
 jmp .L141
.L107:
 mov qword ptr [rsp + 40], r11
 movups xmm0, xmmword ptr [rsp + 48]
 lea rsi, [rsp + 77]
 mov ecx, dword ptr [rsi - 5]
 lea rdx, [rsp + 96]
 mov dword ptr [rdx + 24], ecx
 mov rcx, qword ptr [rsi - 13]
 mov qword ptr [rdx + 16], rcx
 movzx ecx, byte ptr [rsi + 2]
 mov byte ptr [rdx + 31], cl
 movzx ecx, word ptr [rsi]
 mov word ptr [rdx + 29], cx
 movups xmmword ptr [rsp + 96], xmm0
 mov byte ptr [rsp + 124], al
 jmp .L139
.L148:
 movabs r8, 4294967296
 shl rdx, 8
 mov r11d, r15d
 movzx r15d, r9b
 or r15, rdx
 shl rdi, 32
 or r11, rdi
 shl rsi, 16
 movzx edx, cl
 shl edx, 8
 or rdx, rsi
 movzx ecx, r14b
 or rcx, rdx
 jmp .L133
.L25:
 xor ecx, ecx
 sub rbx, r13
 cmovae rcx, rbx
 mov rdx, qword ptr [rsp + 48]
 movups xmm0, xmmword ptr [rsp + 56]
 mov esi, dword ptr [rsp + 72]
 test rax, rax
 jne .L153
 xor eax, eax
 cmp r14b, 2
 sete al
.L153:
 shl rax, 32
 add ecx, esi
 add ecx, 4
 or rcx, rax
 mov qword ptr [rsp + 96], rdx
 movups xmmword ptr [rsp + 104], xmm0
 mov qword ptr [rsp + 120], rcx
 lea r8, [rsp + 96]
 jmp .L152
