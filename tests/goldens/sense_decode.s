 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 360
 mov rbx, rdi
 test rdx, rdx
 je .L0
 mov r15, rdx
 movzx eax, byte ptr [rsi]
 mov r8d, eax
 and r8d, 127
 lea ecx, [r8 - 112]
 cmp ecx, 2
 mov qword ptr [rsp + 248], r8
 jb .L1
 lea eax, [r8 - 114]
 cmp eax, 2
 jae .L2
 cmp r15, 8
 jb .L3
 mov qword ptr [rsp + 160], rbx
 movzx ecx, byte ptr [rsi + 7]
 add rcx, 8
 xor r13d, r13d
 cmp r15, rcx
 cmovb rcx, r15
 mov eax, 0
 sbb rax, rax
 mov qword ptr [rsp + 240], r15
 cmovb rcx, r15
 setb r8b
 movzx eax, byte ptr [rsi + 1]
 movzx edx, word ptr [rsi + 2]
 movzx edi, byte ptr [rsi + 4]
 lea rbp, [rsi + 8]
 mov qword ptr [rsp + 136], rcx
 mov r11d, 0
 add rcx, -8
 mov qword ptr [rsp + 152], rsi
 mov qword ptr [rsp + 168], rbp
 je .L4
 mov byte ptr [rsp + 112], r8b
 mov qword ptr [rsp + 144], rdx
 mov qword ptr [rsp + 128], rax
 mov qword ptr [rsp + 120], rdi
 xor r13d, r13d
 lea rdi, [rsp + 16]
 mov rdx, -1
 mov r9d, 1
 lea r8, [rip + .L5]
 lea rsi, [rip + .L6]
 mov r10d, 12
 lea r14, [rip + .L7]
 lea r15, [rip + .L8]
 lea r11, [rip + .L9]
 mov qword ptr [rsp + 104], rcx
 mov r12, rcx
 jmp .L10
.L11:
 cmp rcx, 12
 jb .L12
.L13:
 movzx ebx, byte ptr [rsp + 12]
 test bl, bl
 mov rax, rcx
 cmove rax, r10
.L14:
 test bl, bl
 cmove rcx, rax
.L15:
 cmp rcx, 3
 mov eax, 2
 cmovb rcx, rax
.L16:
 add rbp, rcx
 inc r13
 cmove r13, rdx
 cmp rcx, r12
 cmova rbp, r9
 mov rax, r12
 sub rax, rcx
 mov r12d, 0
 cmovae r12, rax
 jbe .L17
.L10:
 cmp r12, 1
 je .L18
 movzx ebx, byte ptr [rbp]
 movzx ecx, byte ptr [rbp + 1]
 add rcx, 2
 mov byte ptr [rsp + 12], 2
 cmp rcx, r12
 ja .L19
 cmp ebx, 5
 ja .L15
.L20:
 mov eax, ebx
 movsxd rax, dword ptr [r8 + 4*rax]
 add rax, r8
 jmp rax
.L21:
 cmp rcx, 12
 jae .L13
 mov edx, 12
 mov rbx, rdi
 mov rsi, r14
 mov qword ptr [rsp + 56], rcx
 mov rax, qword ptr [rip + DecodeError::short@GOTPCREL]
 call rax
 movzx eax, byte ptr [rsp + 44]
 cmp al, 13
 jne .L22
 mov rax, qword ptr [rsp + 24]
.L23:
 mov rcx, qword ptr [rsp + 56]
 mov rdi, rbx
 mov rdx, -1
 mov r9d, 1
 lea r8, [rip + .L5]
 lea rsi, [rip + .L6]
 mov r10d, 12
 movzx ebx, byte ptr [rsp + 12]
 lea r11, [rip + .L9]
 jmp .L14
.L24:
 cmp rcx, 2
 jb .L25
 cmp rcx, 4
 jb .L26
 cmp rcx, 7
 jb .L27
 mov ebx, 8
 je .L28
.L29:
 cmp byte ptr [rsp + 12], 0
 cmove rcx, rbx
 jmp .L16
.L30:
 cmp rcx, 4
 jae .L31
 mov edx, 4
 mov rbx, rdi
 mov rsi, r15
 jmp .L32
.L33:
 cmp rcx, 4
 jb .L34
.L31:
 movzx ebx, byte ptr [rsp + 12]
 test bl, bl
 mov rax, rcx
 mov r11d, 4
 cmove rax, r11
.L35:
 test bl, bl
 cmove rcx, rax
 cmp rcx, 3
 mov eax, 2
 cmovb rcx, rax
 lea r11, [rip + .L9]
 jmp .L16
.L19:
 xor esi, esi
 lea rdx, [rip + .L36]
 mov r8, r12
 call qword ptr [rip + Extent::ends@GOTPCREL]
 movzx edx, byte ptr [rsp + 44]
 mov rcx, qword ptr [rsp + 24]
 movzx eax, byte ptr [rsp + 32]
 mov byte ptr [rsp + 12], al
 cmp rdx, 13
 jne .L37
 lea rdi, [rsp + 16]
 mov rdx, -1
 mov r9d, 1
 lea r8, [rip + .L5]
 lea rsi, [rip + .L6]
 mov r10d, 12
 lea r11, [rip + .L9]
 cmp ebx, 5
 jbe .L20
 jmp .L15
.L12:
 mov edx, 12
 mov rbx, rdi
 mov qword ptr [rsp + 56], rcx
 mov rax, qword ptr [rip + DecodeError::short@GOTPCREL]
 call rax
 mov r9, qword ptr [rsp + 16]
 movzx r10d, byte ptr [rsp + 24]
 movd xmm0, dword ptr [rsp + 25]
 pinsrw xmm0, word ptr [rsp + 29], 2
 movdqa xmmword ptr [rsp + 192], xmm0
 mov rax, qword ptr [rsp + 32]
 movzx edi, byte ptr [rsp + 44]
 cmp dil, 13
 jne .L38
 jmp .L23
.L34:
 mov edx, 4
 mov rbx, rdi
 mov rsi, r11
.L32:
 mov qword ptr [rsp + 56], rcx
 mov rax, qword ptr [rip + DecodeError::short@GOTPCREL]
 call rax
 movzx eax, byte ptr [rsp + 44]
 cmp al, 13
 jne .L22
 mov rax, qword ptr [rsp + 24]
 mov rcx, qword ptr [rsp + 56]
 mov rdi, rbx
 mov rdx, -1
 mov r9d, 1
 lea r8, [rip + .L5]
 lea rsi, [rip + .L6]
 mov r10d, 12
 movzx ebx, byte ptr [rsp + 12]
 jmp .L35
.L26:
 mov qword ptr [rsp + 56], rcx
 mov ecx, 4
 jmp .L39
.L27:
 mov qword ptr [rsp + 56], rcx
 mov ecx, 7
.L39:
 movzx esi, byte ptr [rsp + 12]
 lea rdi, [rsp + 72]
 lea rdx, [rip + .L40]
 mov r8, qword ptr [rsp + 56]
 call qword ptr [rip + Extent::ends@GOTPCREL]
 movzx eax, byte ptr [rsp + 100]
 mov ecx, dword ptr [rsp + 72]
 lea rdx, [rsp + 76]
 movdqu xmm0, xmmword ptr [rdx]
 movdqa xmmword ptr [rsp + 256], xmm0
 mov edx, dword ptr [rdx + 16]
 mov dword ptr [rsp + 272], edx
 cmp al, 13
 jne .L41
 cmp ecx, 2
 je .L42
 mov ebx, 2
 jmp .L43
.L28:
 mov qword ptr [rsp + 56], rcx
 mov ebx, 7
.L43:
 movzx esi, byte ptr [rsp + 12]
 mov ecx, 8
 lea rdi, [rsp + 72]
 lea rdx, [rip + .L44]
 mov r8, qword ptr [rsp + 56]
 call qword ptr [rip + Extent::ends@GOTPCREL]
 mov rcx, qword ptr [rsp + 56]
 movzx eax, byte ptr [rsp + 100]
 cmp al, 13
 lea rdi, [rsp + 16]
 mov rdx, -1
 mov r9d, 1
 lea r8, [rip + .L5]
 lea rsi, [rip + .L6]
 mov r10d, 12
 lea r11, [rip + .L9]
 je .L29
 mov rcx, qword ptr [rsp + 72]
 movdqu xmm0, xmmword ptr [rsp + 80]
 movdqu xmmword ptr [rsp + 32], xmm0
 mov edx, dword ptr [rsp + 96]
 mov dword ptr [rsp + 48], edx
 movzx edx, word ptr [rsp + 101]
 mov word ptr [rsp + 53], dx
 movzx edx, byte ptr [rsp + 103]
 mov byte ptr [rsp + 55], dl
 mov qword ptr [rsp + 24], rcx
 mov byte ptr [rsp + 52], al
 jmp .L45
.L1:
 cmp r15, 8
 jb .L46
 movzx r14d, byte ptr [rsi + 7]
 add r14, 8
 xor ecx, ecx
 cmp r15, r14
 cmovb r14, r15
 mov edx, 0
 sbb rdx, rdx
 setb r9b
 cmovb r14, r15
 movzx edx, byte ptr [rsi + 2]
 mov r12d, edx
 and r12d, 15
 mov edi, dword ptr [rsi + 3]
 mov dword ptr [rsp + 136], edi
 cmp r14, 11
 mov qword ptr [rsp + 160], rbx
 mov qword ptr [rsp + 240], r15
 mov qword ptr [rsp + 120], r14
 mov dword ptr [rsp + 12], r12d
 ja .L47
 cmp r14, 9
 setae dil
 or r9b, dil
 mov edi, 2
 mov qword ptr [rsp + 128], rdi
 mov r11d, 1
 mov edi, 0
 mov r8d, 0
 mov qword ptr [rsp + 104], r8
 mov r8d, 0
 mov qword ptr [rsp + 112], r8
 mov r8d, 0
 mov ebp, 0
 mov r10d, 0
 mov r15d, 0
 mov r12d, dword ptr [rsp + 136]
 jne .L48
 jmp .L49
.L17:
 xor r11d, r11d
 mov rax, qword ptr [rsp + 104]
 sub rax, r12
 cmovae r11, rax
 mov rsi, qword ptr [rsp + 152]
 mov rdi, qword ptr [rsp + 120]
 mov rax, qword ptr [rsp + 128]
 mov rdx, qword ptr [rsp + 144]
 movzx r8d, byte ptr [rsp + 112]
.L4:
 xor r15d, r15d
 test r8b, r8b
 cmovne r15, rsi
.L50:
 and eax, 15
 shl edx, 16
 shr edi, 7
 or rdi, rdx
 shl eax, 8
 mov qword ptr [rsp + 128], rax
 or rdi, rax
 mov qword ptr [rsp + 120], rdi
 mov ebp, 2
 mov qword ptr [rsp + 104], rax
 mov qword ptr [rsp + 112], rax
 mov dword ptr [rsp + 12], esi
 mov rdi, r15
 mov rsi, qword ptr [rsp + 152]
 jmp .L51
.L2:
 inc rsi
 lea r13, [r15 - 1]
 mov ebp, 3
 mov qword ptr [rsp + 128], rsi
 mov qword ptr [rsp + 168], r8
 mov dword ptr [rsp + 12], eax
 mov esi, 0
 mov qword ptr [rsp + 112], r12
 mov qword ptr [rsp + 104], r12
 jmp .L52
.L47:
 mov r11d, dword ptr [rsi + 8]
 bswap r11d
 cmp r14, 12
 mov dword ptr [rsp + 144], r11d
 jne .L53
 mov qword ptr [rsp + 112], 0
 mov qword ptr [rsp + 104], 0
 jmp .L54
.L53:
 movzx r10d, byte ptr [rsi + 12]
 cmp r14, 14
 mov byte ptr [rsp + 56], r10b
 jb .L55
 movzx ecx, byte ptr [rsi + 13]
 mov byte ptr [rsp + 71], cl
 jne .L56
 mov dil, 1
 mov qword ptr [rsp + 112], rdi
 mov cl, 1
 mov qword ptr [rsp + 104], rcx
 jmp .L57
.L55:
 mov cl, 1
 mov qword ptr [rsp + 104], rcx
 mov qword ptr [rsp + 112], 0
.L54:
.L57:
 mov ecx, 2
 mov qword ptr [rsp + 128], rcx
 mov ecx, 1
 mov r11d, 1
 xor edi, edi
 mov r8d, 0
 mov ebp, 1
 mov r10d, 0
 mov r15d, 0
 test r9b, r9b
 mov r12d, dword ptr [rsp + 136]
 je .L49
.L48:
 mov ebp, ecx
 mov r10d, r8d
 mov r15, rsi
.L49:
 movzx r9d, byte ptr [rsi + 1]
 bswap r12d
 shr al, 7
 mov r8d, edx
 shr r8b, 7
 mov r14d, edx
 shr r14b, 6
 and r14b, 1
 mov ecx, edx
 shr cl, 5
 and cl, 1
 shr dl, 4
 and dl, 1
 mov qword ptr [rsp + 136], r15
.L51:
 test r15, r15
 cmove rsi, r15
 mov rbx, qword ptr [rsp + 160]
 mov r15, qword ptr [rsp + 240]
.L52:
 mov dword ptr [rbx], ebp
 mov ebp, dword ptr [rsp + 144]
 mov dword ptr [rbx + 4], ebp
 mov rbp, qword ptr [rsp + 128]
 mov qword ptr [rbx + 8], rbp
 mov qword ptr [rbx + 16], r13
 mov r13, qword ptr [rsp + 168]
 mov qword ptr [rbx + 24], r13
 mov qword ptr [rbx + 32], r11
 mov qword ptr [rbx + 40], rdi
 mov rdi, qword ptr [rsp + 136]
 mov qword ptr [rbx + 48], rdi
 mov rdi, qword ptr [rsp + 120]
 mov qword ptr [rbx + 56], rdi
 mov dword ptr [rbx + 64], r12d
 mov rdi, qword ptr [rsp + 104]
 mov byte ptr [rbx + 68], dil
 movzx edi, byte ptr [rsp + 56]
 mov byte ptr [rbx + 69], dil
 mov rdi, qword ptr [rsp + 112]
 mov byte ptr [rbx + 70], dil
 movzx edi, byte ptr [rsp + 71]
 mov byte ptr [rbx + 71], dil
 mov byte ptr [rbx + 72], r10b
 movzx edi, byte ptr [rsp + 70]
 mov byte ptr [rbx + 73], dil
 mov byte ptr [rbx + 74], al
 mov byte ptr [rbx + 75], r8b
 mov byte ptr [rbx + 76], r14b
 mov byte ptr [rbx + 77], cl
 mov byte ptr [rbx + 78], dl
 mov byte ptr [rbx + 79], r9b
 mov eax, dword ptr [rsp + 12]
 mov byte ptr [rbx + 80], al
 mov qword ptr [rbx + 88], rsi
 mov qword ptr [rbx + 96], r15
 mov rax, qword ptr [rsp + 248]
 mov byte ptr [rbx + 104], al
.L58:
 mov rax, rbx
 add rsp, 360
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L56:
 movzx ecx, byte ptr [rsi + 14]
 mov byte ptr [rsp + 70], cl
 cmp r14, 18
 jae .L59
 mov ecx, 2
 mov qword ptr [rsp + 128], rcx
 mov cl, 1
 mov qword ptr [rsp + 104], rcx
 mov ecx, 1
 mov r11d, 1
 xor edi, edi
 mov r8b, 1
 mov qword ptr [rsp + 112], r8
 mov r8b, 1
 jmp .L60
.L37:
 mov rax, qword ptr [rsp + 16]
 movd xmm0, dword ptr [rsp + 33]
 pinsrw xmm0, word ptr [rsp + 37], 2
 movdqa xmmword ptr [rsp + 224], xmm0
 movzx esi, byte ptr [rsp + 226]
 shl esi, 8
 movzx edi, byte ptr [rsp + 225]
 or edi, esi
 mov esi, dword ptr [rsp + 224]
 shl esi, 8
 pxor xmm0, xmm0
 pinsrw xmm0, esi, 4
 mov esi, dword ptr [rsp + 228]
 pinsrw xmm0, edi, 5
 shl esi, 8
 movzx edi, byte ptr [rsp + 227]
 or edi, esi
 pinsrw xmm0, edi, 6
 movzx esi, byte ptr [rsp + 39]
 shl esi, 8
 movzx edi, byte ptr [rsp + 229]
 or edi, esi
 pinsrw xmm0, edi, 7
 mov edi, dword ptr [rsp + 40]
 mov rsi, rax
 shr rsi, 32
 movq xmm1, rcx
 shufps xmm1, xmm0, 228
 movaps xmm0, xmmword ptr [rip + .L61]
 andps xmm1, xmm0
 movzx ecx, byte ptr [rsp + 12]
 movd xmm2, ecx
 pshufd xmm2, xmm2, 68
 pandn xmm0, xmm2
 por xmm0, xmm1
 shl rdx, 32
 or rdx, rdi
 jmp .L62
.L59:
 movzx ecx, byte ptr [rsi + 15]
 cmp r12b, 5
 jne .L63
 mov edi, ecx
 shr edi, 3
 movzx r13d, word ptr [rsi + 16]
 rol r13w, 8
 and edi, 1
 shl r13d, 16
 inc r13
 shl rdi, 32
 mov ebp, ecx
 and ebp, 64
 shl ebp, 18
 or rbp, rdi
 mov r10d, ecx
 and r10d, 7
 shl r10d, 8
 xor r8d, r8d
 jmp .L64
.L63:
 cmp r12d, 5
 ja .L65
 mov edi, 37
 bt edi, r12d
 jae .L65
 xor r8d, r8d
 jmp .L66
.L18:
 lea rsi, [rip + .L67]
 lea rdi, [rsp + 16]
 mov edx, 2
 mov ecx, 1
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 movdqu xmm0, xmmword ptr [rsp + 24]
 mov ecx, dword ptr [rsp + 40]
 movzx edx, byte ptr [rsp + 44]
 mov rsi, rax
 shr rsi, 32
 jmp .L68
.L22:
 mov rcx, qword ptr [rsp + 16]
 movups xmm0, xmmword ptr [rsp + 24]
 mov edx, dword ptr [rsp + 40]
 movzx esi, byte ptr [rsp + 47]
 shl esi, 16
 movzx edi, word ptr [rsp + 45]
 or edi, esi
 mov qword ptr [rsp + 72], rcx
 movups xmmword ptr [rsp + 80], xmm0
 mov dword ptr [rsp + 96], edx
 mov byte ptr [rsp + 100], al
 mov word ptr [rsp + 101], di
 shr edi, 16
 mov byte ptr [rsp + 103], dil
 movzx esi, byte ptr [rsp + 12]
 lea rdi, [rsp + 16]
 lea rdx, [rsp + 72]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 mov ecx, dword ptr [rsp + 40]
 movzx edx, byte ptr [rsp + 44]
 mov rsi, rax
 shr rsi, 32
 movups xmm0, xmmword ptr [rsp + 24]
 jmp .L68
.L65:
 movzx r8d, word ptr [rsi + 16]
 shl r8d, 16
 mov edi, ecx
 and edi, 127
 shl edi, 8
 or edi, r8d
 bswap edi
 mov r8d, 1
.L66:
 movabs rbp, 8623489024
 test r12b, 13
 jne .L69
 movzx r10d, word ptr [rsi + 16]
 rol r10w, 8
 movzx r10d, r10w
 shl r10, 48
 movabs r13, 4294967296
 or r13, r10
 xor r10d, r10d
 jmp .L64
.L69:
 xor r10d, r10d
 xor r13d, r13d
.L64:
 xor r11d, r11d
 cmp r12b, 5
 sete r11b
 shl rdi, 32
 mov r8d, r8d
 or r8, rdi
 mov qword ptr [rsp + 128], r8
 shr cl, 7
 movzx ecx, cl
 shl ecx, 16
 or r11, rcx
 or rbp, r10
 or rbp, r11
 mov qword ptr [rsp + 168], rbp
 lea rdi, [r14 - 18]
 mov rbx, rsi
 lea r11, [rsi + 18]
 mov cl, 1
 mov qword ptr [rsp + 104], rcx
 mov ebp, 1
 test r9b, r9b
 je .L70
 mov ecx, 1
 mov sil, 1
 mov qword ptr [rsp + 112], rsi
 mov r8b, 1
 mov rsi, rbx
.L60:
 mov r12d, dword ptr [rsp + 136]
 jmp .L48
.L70:
 xor r15d, r15d
 mov cl, 1
 mov qword ptr [rsp + 112], rcx
 mov r10b, 1
 mov rsi, rbx
 mov r12d, dword ptr [rsp + 136]
 jmp .L49
.L38:
 movzx r11d, byte ptr [rsp + 31]
 movzx ecx, byte ptr [rsp + 197]
 mov byte ptr [rsp + 56], cl
 movzx r8d, byte ptr [rsp + 196]
 movzx ebx, byte ptr [rsp + 195]
 movzx ebp, byte ptr [rsp + 194]
 movzx r15d, byte ptr [rsp + 192]
 movzx esi, byte ptr [rsp + 193]
 mov r14d, dword ptr [rsp + 40]
 movzx ecx, byte ptr [rsp + 47]
 shl ecx, 16
 movzx edx, word ptr [rsp + 45]
 or edx, ecx
 mov qword ptr [rsp + 72], r9
 mov byte ptr [rsp + 80], r10b
 mov byte ptr [rsp + 87], r11b
 movzx ecx, r15b
 movzx esi, sil
 shl esi, 8
 or esi, ecx
 movzx ecx, bpl
 shl ecx, 16
 or ecx, esi
 movzx esi, bl
 shl esi, 24
 or esi, ecx
 mov dword ptr [rsp + 81], esi
 movzx ecx, r8b
 movzx esi, byte ptr [rsp + 56]
 shl esi, 8
 or esi, ecx
 mov word ptr [rsp + 85], si
 mov qword ptr [rsp + 88], rax
 mov dword ptr [rsp + 96], r14d
 mov byte ptr [rsp + 100], dil
 mov word ptr [rsp + 101], dx
 shr edx, 16
 mov byte ptr [rsp + 103], dl
 movzx esi, byte ptr [rsp + 12]
 lea rdi, [rsp + 16]
 lea rdx, [rsp + 72]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 movd xmm0, dword ptr [rsp + 25]
 pinsrw xmm0, word ptr [rsp + 29], 2
 movzx r9d, byte ptr [rsp + 24]
 mov ecx, dword ptr [rsp + 40]
 movzx edx, byte ptr [rsp + 44]
 movzx edi, byte ptr [rsp + 31]
 movq xmm1, qword ptr [rsp + 32]
 movdqa xmmword ptr [rsp + 176], xmm0
 movzx r8d, byte ptr [rsp + 181]
 movzx r10d, byte ptr [rsp + 177]
 movzx r11d, byte ptr [rsp + 176]
 movzx ebx, byte ptr [rsp + 179]
 mov rsi, rax
 mov ebp, dword ptr [rsp + 180]
 shl ebp, 8
 or ebp, ebx
 shl r11d, 8
 or r11d, r9d
 shl r10d, 16
 or r10d, r11d
 movzx r9d, byte ptr [rsp + 178]
 shl r9d, 24
 or r9d, r10d
 movd xmm0, r9d
 pinsrw xmm0, ebp, 2
 shl edi, 8
 or edi, r8d
 pinsrw xmm0, edi, 3
 shr rsi, 32
 punpcklqdq xmm0, xmm1
.L68:
 shl rdx, 32
 or rdx, rcx
 jmp .L62
.L25:
 lea rsi, [rip + .L44]
 lea rdi, [rsp + 72]
 mov edx, 2
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 72]
 movdqu xmm0, xmmword ptr [rsp + 80]
 movdqu xmmword ptr [rsp + 32], xmm0
 mov ecx, dword ptr [rsp + 96]
 mov dword ptr [rsp + 48], ecx
 movzx ecx, byte ptr [rsp + 100]
 movzx edx, word ptr [rsp + 101]
 mov word ptr [rsp + 53], dx
 movzx edx, byte ptr [rsp + 103]
 mov byte ptr [rsp + 55], dl
 mov qword ptr [rsp + 24], rax
 mov byte ptr [rsp + 52], cl
 jmp .L45
.L41:
 mov edx, dword ptr [rsp + 96]
 movzx esi, word ptr [rsp + 101]
 mov word ptr [rsp + 53], si
 movzx esi, byte ptr [rsp + 103]
 mov byte ptr [rsp + 55], sil
 mov esi, dword ptr [rsp + 272]
 lea rbx, [rsp + 28]
 mov dword ptr [rbx + 16], esi
 movdqa xmm0, xmmword ptr [rsp + 256]
 movdqu xmmword ptr [rbx], xmm0
 mov dword ptr [rsp + 24], ecx
 mov dword ptr [rsp + 48], edx
 mov byte ptr [rsp + 52], al
 jmp .L71
.L42:
 lea rdi, [rsp + 24]
 lea rsi, [rip + .L40]
 mov edx, 4
 mov ecx, 4
 call qword ptr [rip + DecodeError::short@GOTPCREL]
.L45:
 lea rbx, [rsp + 28]
.L71:
 movups xmm0, xmmword ptr [rbx - 4]
 mov eax, dword ptr [rbx + 12]
 mov ecx, dword ptr [rbx + 16]
 mov rdx, qword ptr [rbx + 20]
 movaps xmmword ptr [rsp + 288], xmm0
 mov dword ptr [rsp + 304], eax
 mov dword ptr [rsp + 308], ecx
 mov qword ptr [rsp + 312], rdx
 movzx esi, byte ptr [rsp + 12]
 lea rdi, [rsp + 72]
 lea rdx, [rsp + 288]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movups xmm0, xmmword ptr [rsp + 72]
 movups xmm1, xmmword ptr [rsp + 88]
 movups xmmword ptr [rbx + 12], xmm1
 movups xmmword ptr [rbx - 4], xmm0
 mov eax, dword ptr [rsp + 24]
 mov esi, dword ptr [rsp + 28]
 movq xmm1, qword ptr [rsp + 32]
 movd xmm3, dword ptr [rsp + 37]
 pinsrw xmm3, word ptr [rsp + 41], 2
 mov rdx, qword ptr [rsp + 48]
 movd xmm2, dword ptr [rsp + 36]
 movzx ecx, byte ptr [rsp + 43]
 movss xmm0, dword ptr [rsp + 44]
 pand xmm1, xmmword ptr [rip + .L72]
 psllq xmm2, 32
 movdqa xmmword ptr [rsp + 208], xmm3
 movzx edi, byte ptr [rsp + 210]
 shl edi, 8
 movzx r8d, byte ptr [rsp + 209]
 or r8d, edi
 mov edi, dword ptr [rsp + 208]
 mov r9d, dword ptr [rsp + 212]
 shl edi, 8
 pxor xmm3, xmm3
 pinsrw xmm3, edi, 2
 pinsrw xmm3, r8d, 3
 shl r9d, 8
 movzx edi, byte ptr [rsp + 211]
 or edi, r9d
 movdqa xmm4, xmm3
 pinsrw xmm4, edi, 4
 por xmm1, xmm2
 shl ecx, 8
 movzx edi, byte ptr [rsp + 213]
 or edi, ecx
 pinsrw xmm4, edi, 5
 movsd xmm4, xmm0
 movdqa xmm0, xmmword ptr [rip + .L73]
 pand xmm3, xmm0
 pandn xmm0, xmm1
 por xmm0, xmm3
 shufps xmm0, xmm4, 36
.L62:
 mov rdi, qword ptr [rsp + 120]
 movabs rcx, 1095216660480
 and rcx, rdx
 jne .L74
 cmp byte ptr [rsp + 112], 0
 je .L75
 xor r11d, r11d
 mov rax, qword ptr [rsp + 104]
 sub rax, r12
 cmovae r11, rax
 mov r15, qword ptr [rsp + 152]
 mov rax, qword ptr [rsp + 128]
 mov rdx, qword ptr [rsp + 144]
 jmp .L50
.L0:
 lea rsi, [rip + .L76]
 lea rdi, [rsp + 16]
 mov edx, 1
 xor ecx, ecx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 movdqu xmm0, xmmword ptr [rsp + 24]
 mov ecx, dword ptr [rsp + 40]
 movzx edx, byte ptr [rsp + 44]
 movzx edi, byte ptr [rsp + 47]
 shl edi, 16
 movzx esi, word ptr [rsp + 45]
 or esi, edi
 jmp .L77
.L3:
 lea rsi, [rip + .L78]
 lea rdi, [rsp + 16]
 mov edx, 8
 mov rcx, r15
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 movdqu xmm0, xmmword ptr [rsp + 24]
 mov rdx, qword ptr [rsp + 40]
 mov rsi, rax
.L79:
 and rsi, -65536
 movzx eax, ax
 or rax, rsi
 mov qword ptr [rsp + 328], rax
 movdqu xmmword ptr [rsp + 336], xmm0
 mov qword ptr [rsp + 352], rdx
 lea rdi, [rsp + 16]
 lea rdx, [rsp + 328]
 jmp .L80
.L46:
 lea rsi, [rip + .L81]
 lea rdi, [rsp + 16]
 mov edx, 8
 mov rcx, r15
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 40]
 movdqu xmm0, xmmword ptr [rsp + 24]
 mov qword ptr [rsp + 72], rax
 movdqu xmmword ptr [rsp + 80], xmm0
 mov qword ptr [rsp + 96], rcx
 lea rdi, [rsp + 16]
 lea rdx, [rsp + 72]
.L80:
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 16]
 movdqu xmm0, xmmword ptr [rsp + 24]
 mov rcx, qword ptr [rsp + 40]
 mov rdx, rcx
 shr rdx, 32
 mov rsi, rcx
 shr rsi, 40
.L77:
 shl rsi, 40
 movzx edx, dl
 shl rdx, 32
 or rdx, rsi
 mov ecx, ecx
 or rcx, rdx
 mov qword ptr [rbx + 8], rax
 movdqu xmmword ptr [rbx + 16], xmm0
 mov qword ptr [rbx + 32], rcx
 mov dword ptr [rbx], 4
 jmp .L58
.L75:
 movabs rcx, 4294967296
.L74:
 xor edi, edi
 mov r8, qword ptr [rsp + 104]
 sub r8, r12
 cmovae rdi, r8
 shl rsi, 32
 mov eax, eax
 or rsi, rax
 add edx, edi
 add edx, 8
 or rdx, rcx
 mov rbx, qword ptr [rsp + 160]
 jmp .L79
