 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 264
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
 mov qword ptr [rsp + 248], r12
 cmovb r12, rcx
 setb dl
 movzx eax, word ptr [rsi + 6]
 mov word ptr [rsp + 190], ax
 mov qword ptr [rsp + 256], rsi
 add rsi, 8
 add r12, -8
 je .L2
 mov byte ptr [rsp + 111], dl
 mov qword ptr [rsp + 240], rcx
 mov qword ptr [rsp + 200], rbx
 lea rdi, [rsp + 160]
 xor ebp, ebp
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 mov qword ptr [rsp + 192], r12
 mov qword ptr [rsp + 232], rsi
 mov rbx, rsi
.L3:
 mov qword ptr [rsp + 144], rbx
 mov qword ptr [rsp + 152], r12
 movups xmmword ptr [rdi], xmm0
 mov dword ptr [rdi + 16], 0
 cmp r12, 4
 jb .L4
 movzx ecx, byte ptr [rbx + 3]
 test cl, 3
 jne .L5
 movzx r14d, word ptr [rbx]
 movzx r13d, byte ptr [rbx + 2]
 mov qword ptr [rsp + 160], 4
 add rcx, 4
 cmp rcx, r12
 ja .L6
 mov qword ptr [rsp + 8], rbx
 mov qword ptr [rsp + 16], rcx
 mov byte ptr [rsp + 24], 2
 mov rax, rbx
.L7:
 rol r14w, 8
 shr r13b, 2
 and r13b, 15
 mov r15, qword ptr [rsp + 24]
 mov qword ptr [rsp + 208], rax
 mov qword ptr [rsp + 216], rcx
 mov qword ptr [rsp + 224], r15
 movzx eax, r14w
 cmp ax, 47
 ja .L8
 lea rdx, [rip + .L9]
 movsxd rax, dword ptr [rdx + 4*rax]
 add rax, rdx
 jmp rax
.L10:
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L12
.L8:
 add eax, -256
 cmp eax, 8
 ja .L13
 lea rdx, [rip + .L14]
 movsxd rax, dword ptr [rdx + 4*rax]
 add rax, rdx
 jmp rax
.L15:
 cmp rcx, 4
 jae .L16
 mov edx, 4
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L17]
 jmp .L18
.L6:
 lea rdi, [rsp + 8]
 xor esi, esi
 lea rdx, [rip + .L19]
 mov r8, r12
 call qword ptr [rip + Extent::ends@GOTPCREL]
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 jne .L12
 mov rax, qword ptr [rsp + 8]
 mov rcx, qword ptr [rsp + 16]
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 jmp .L7
.L20:
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L21
.L22:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L24]
 jmp .L25
.L26:
 cmp rcx, 16
 jb .L27
 test r15b, r15b
 mov rax, rcx
 mov edx, 16
 jmp .L28
.L29:
 movzx ecx, r13b
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L30
.L31:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L32]
 jmp .L33
.L34:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L35]
 jmp .L36
.L37:
 movzx ecx, r13b
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L12
.L38:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L39]
.L25:
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L42
.L43:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L44]
 jmp .L36
.L45:
 cmp rcx, 12
 jb .L46
 test r15b, r15b
 mov rax, rcx
 mov edx, 12
 jmp .L28
.L47:
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 cmp byte ptr [rsp + 8], 0
 je .L11
 jmp .L48
.L49:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L50]
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L51
.L52:
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L12
.L53:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L54]
 jmp .L55
.L56:
 cmp rcx, 4
 jb .L57
.L16:
 test r15b, r15b
 mov rax, rcx
 cmove rax, r8
 jmp .L58
.L59:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L60]
 jmp .L55
.L61:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L62]
.L36:
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L63
.L64:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L65]
.L33:
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L66
.L67:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L68]
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L69
.L70:
 cmp rcx, 8
 jae .L23
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L71]
 jmp .L55
.L72:
 movzx ecx, r13b
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 je .L11
 jmp .L73
.L74:
 cmp rcx, 8
 jb .L75
.L23:
 test r15b, r15b
 mov rax, rcx
 mov edx, 8
.L28:
 cmove rax, rdx
.L58:
 test r15b, r15b
 cmove rcx, rax
.L13:
 mov rax, rcx
 sub rax, 4
 mov edx, 0
 cmovae rdx, rax
 mov qword ptr [rsp + 168], rdx
 cmovbe rcx, r8
 mov qword ptr [rsp + 160], rcx
 jmp .L41
.L76:
 lea rdi, [rsp + 8]
 lea rsi, [rsp + 144]
 lea rdx, [rsp + 208]
 call Reader::child
 movzx eax, byte ptr [rsp + 36]
 cmp al, 13
 jne .L12
.L11:
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
.L41:
 cmp byte ptr [rsp + 176], 0
 je .L77
 mov rcx, qword ptr [rsp + 152]
 mov rdx, qword ptr [rsp + 160]
 cmp rdx, rcx
 setae al
 or al, byte ptr [rsp + 178]
 je .L78
 test rcx, rcx
 jne .L79
 jmp .L80
.L77:
 mov rcx, qword ptr [rsp + 160]
 test rcx, rcx
 je .L80
.L79:
 add rbx, rcx
 inc rbp
 cmove rbp, r9
 cmp rcx, r12
 cmova rbx, r10
 mov rax, r12
 sub rax, rcx
 mov r12d, 0
 cmovae r12, rax
 ja .L3
 jmp .L80
.L27:
 mov edx, 16
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L81]
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 movzx edx, word ptr [rsp + 16]
 movzx esi, byte ptr [rsp + 18]
 movzx edi, byte ptr [rsp + 19]
 mov r8d, dword ptr [rsp + 20]
 mov rax, qword ptr [rsp + 24]
 mov r9d, dword ptr [rsp + 32]
 movzx r10d, byte ptr [rsp + 36]
 lea r13, [rsp + 24]
 movzx r11d, word ptr [r13 + 13]
 mov word ptr [rsp + 80], r11w
 movzx r11d, byte ptr [r13 + 15]
 mov byte ptr [rsp + 82], r11b
 cmp r10b, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov word ptr [rsp + 120], dx
 mov byte ptr [rsp + 122], sil
 mov byte ptr [rsp + 123], dil
 mov dword ptr [rsp + 124], r8d
 mov qword ptr [rsp + 128], rax
 mov dword ptr [rsp + 136], r9d
 mov byte ptr [rsp + 140], r10b
 movzx eax, byte ptr [rsp + 82]
 lea rcx, [rsp + 128]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 80]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L82
.L46:
 mov edx, 12
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L83]
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 jmp .L84
.L57:
 mov edx, 4
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L85]
.L18:
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 8]
 lea rsi, [rsp + 24]
 movups xmm0, xmmword ptr [rsi - 8]
 movaps xmmword ptr [rsp + 80], xmm0
 mov ecx, dword ptr [rsi + 8]
 mov dword ptr [rsp + 96], ecx
 movzx ecx, byte ptr [rsp + 36]
 movzx edx, word ptr [rsi + 13]
 mov word ptr [rsp + 4], dx
 movzx edx, byte ptr [rsi + 15]
 mov byte ptr [rsp + 6], dl
 cmp cl, 13
 je .L40
 mov qword ptr [rsp + 112], rax
 mov eax, dword ptr [rsp + 96]
 lea rdx, [rsp + 128]
 mov dword ptr [rdx + 8], eax
 movaps xmm0, xmmword ptr [rsp + 80]
 movups xmmword ptr [rdx - 8], xmm0
 mov byte ptr [rsp + 140], cl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rdx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rdx + 13], ax
.L84:
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L86
.L75:
 mov edx, 8
 lea rdi, [rsp + 8]
 lea rsi, [rip + .L87]
.L55:
 mov r14, rcx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 8]
 mov rax, qword ptr [rsp + 16]
 lea rdi, [rsp + 24]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 80], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 88], edx
 movzx edx, byte ptr [rsp + 36]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 4], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 6], sil
 cmp dl, 13
 je .L40
 mov qword ptr [rsp + 112], rcx
 mov qword ptr [rsp + 120], rax
 mov eax, dword ptr [rsp + 88]
 lea rcx, [rsp + 128]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 80]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 140], dl
 movzx eax, byte ptr [rsp + 6]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 4]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 48]
 lea rdx, [rsp + 112]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx eax, byte ptr [rsp + 76]
 cmp al, 13
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 je .L41
 jmp .L88
.L40:
 mov rcx, r14
 lea rdi, [rsp + 160]
 xorps xmm0, xmm0
 mov r8d, 4
 mov r9, -1
 mov r10d, 1
 jmp .L58
.L80:
 xor eax, eax
 mov r10, qword ptr [rsp + 192]
 sub r10, r12
 cmovb r10, rax
 cmp byte ptr [rsp + 111], 0
 mov rbx, qword ptr [rsp + 200]
 mov rcx, qword ptr [rsp + 240]
 movzx edx, word ptr [rsp + 190]
 mov rsi, qword ptr [rsp + 232]
 mov rdi, qword ptr [rsp + 248]
 jne .L89
 jmp .L90
.L2:
 mov ecx, 8
 xor ebp, ebp
 mov r10d, 0
 mov edi, 8
 mov eax, 0
 test dl, dl
 movzx edx, word ptr [rsp + 190]
 jne .L89
 jmp .L90
.L12:
 mov rdx, qword ptr [rsp + 8]
 mov rsi, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 24]
 mov r8d, dword ptr [rsp + 32]
.L91:
 mov rdi, rdx
 shr rdi, 48
.L92:
 mov r9, rsi
 shr r9, 32
 test al, al
 movzx r11d, byte ptr [rsp + 111]
 jne .L93
.L94:
 mov rax, qword ptr [rsp + 192]
 sub rax, r12
 mov r10d, 0
 cmovae r10, rax
 test r11b, r11b
 je .L95
 mov rbx, qword ptr [rsp + 200]
 mov rcx, qword ptr [rsp + 240]
 movzx edx, word ptr [rsp + 190]
 mov rsi, qword ptr [rsp + 232]
.L89:
 mov rdi, rcx
 mov rax, qword ptr [rsp + 256]
.L90:
 rol dx, 8
 mov qword ptr [rbx + 8], rax
 mov qword ptr [rbx + 16], rdi
 mov qword ptr [rbx + 24], rsi
 mov qword ptr [rbx + 32], r10
 mov qword ptr [rbx + 40], rbp
 mov word ptr [rbx + 48], dx
 xor eax, eax
.L96:
 mov qword ptr [rbx], rax
 mov rax, rbx
 add rsp, 264
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L30:
 movzx ecx, word ptr [rsp + 8]
 movzx r9d, byte ptr [rsp + 10]
 shl r9d, 16
 or r9, rcx
 movzx edi, word ptr [rsp + 14]
 mov rsi, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 24]
 mov r8d, dword ptr [rsp + 32]
 movzx edx, byte ptr [rsp + 13]
 movzx r10d, word ptr [rsp + 11]
.L97:
 shl r10, 24
.L98:
 shl rdx, 40
 or rdx, r10
 or rdx, r9
 jmp .L92
.L21:
 mov rdx, qword ptr [rsp + 8]
 mov esi, dword ptr [rsp + 16]
 mov r9d, dword ptr [rsp + 20]
 mov rcx, qword ptr [rsp + 24]
 mov r8d, dword ptr [rsp + 32]
.L99:
 mov rdi, rdx
 shr rdi, 48
 test al, al
 movzx r11d, byte ptr [rsp + 111]
 je .L94
 jmp .L93
.L48:
 mov rdx, qword ptr [rsp + 16]
 mov rsi, qword ptr [rsp + 24]
 mov rcx, qword ptr [rsp + 32]
 mov r8d, dword ptr [rsp + 40]
 movzx eax, byte ptr [rsp + 44]
 jmp .L91
.L73:
 mov ecx, dword ptr [rsp + 8]
 mov edx, dword ptr [rsp + 12]
 shl rdx, 32
 or rdx, rcx
 movzx edi, word ptr [rsp + 14]
 mov rsi, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 24]
 mov r8d, dword ptr [rsp + 32]
 jmp .L92
.L4:
 lea rsi, [rip + .L100]
 lea rdi, [rsp + 8]
 mov edx, 4
 mov rcx, r12
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 jmp .L101
.L5:
 lea rdx, [rip + .L102]
 mov rdi, rdx
 shr rdi, 48
 xor r9d, r9d
 mov esi, 1
 mov al, 8
 mov r8d, 3
.L93:
 movzx r10d, di
 shl r10, 48
 movabs rdi, 281474976710655
 and rdi, rdx
 or rdi, r10
 shl r9, 32
 mov esi, esi
 or rsi, r9
 xor edx, edx
 mov r9, qword ptr [rsp + 192]
 sub r9, r12
 cmovae rdx, r9
 add edx, r8d
 add edx, 8
 movzx eax, al
 shl rax, 32
 or rax, rdx
.L103:
 mov rdx, rax
 shr rdx, 32
 xor r8d, r8d
 mov rbx, qword ptr [rsp + 200]
.L104:
 movzx edx, dl
 shl rdx, 32
 or rdx, r8
 mov eax, eax
 or rax, rdx
 mov qword ptr [rbx + 8], rdi
 mov qword ptr [rbx + 16], rsi
 mov qword ptr [rbx + 24], rcx
 mov qword ptr [rbx + 32], rax
 mov eax, 1
 jmp .L96
.L78:
 lea rsi, [rip + .L100]
 lea rdi, [rsp + 8]
 call qword ptr [rip + DecodeError::long@GOTPCREL]
.L101:
 mov rdx, qword ptr [rsp + 8]
 mov rsi, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 24]
 mov r8d, dword ptr [rsp + 32]
 movzx eax, byte ptr [rsp + 36]
 jmp .L91
.L0:
 lea rsi, [rip + .L105]
 lea rdi, [rsp + 8]
 mov edx, 8
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rdi, qword ptr [rsp + 8]
 mov rsi, qword ptr [rsp + 16]
 mov rcx, qword ptr [rsp + 24]
 mov eax, dword ptr [rsp + 32]
 movzx edx, byte ptr [rsp + 36]
 movzx r8d, byte ptr [rsp + 39]
 movzx r9d, word ptr [rsp + 37]
 shl r9, 40
 shl r8, 56
 or r8, r9
 jmp .L104
.L1:
 lea rdi, [rip + .L106]
 mov esi, 8
 xor eax, eax
 mov dl, 1
 xor r8d, r8d
 mov rcx, r12
 jmp .L104
.L95:
 shl r9, 32
 mov esi, esi
 or rsi, r9
 movzx eax, di
 shl rax, 48
 movabs rdi, 281474976710655
 and rdx, rdi
 or rdx, rax
 lea edi, [r10 + r8]
 add edi, 8
 movabs rax, 4294967296
 or rax, rdi
 mov rdi, rdx
 jmp .L103
.L88:
 movzx r9d, byte ptr [rsp + 48]
 movzx edx, byte ptr [rsp + 53]
 mov r10d, dword ptr [rsp + 49]
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 shl r10, 8
 jmp .L98
.L63:
 movzx ecx, word ptr [rsp + 48]
 movzx r9d, byte ptr [rsp + 50]
 shl r9d, 16
 or r9, rcx
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 movzx edx, byte ptr [rsp + 53]
 movzx r10d, word ptr [rsp + 51]
 jmp .L97
.L86:
 mov rdx, qword ptr [rsp + 48]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 jmp .L91
.L42:
 mov r9d, dword ptr [rsp + 48]
 mov edx, dword ptr [rsp + 52]
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 shl rdx, 32
 or rdx, r9
 jmp .L92
.L66:
 mov ecx, dword ptr [rsp + 48]
 mov edx, dword ptr [rsp + 52]
 shl rdx, 32
 or rdx, rcx
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 jmp .L92
.L51:
 movzx r9d, word ptr [rsp + 48]
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 mov edx, dword ptr [rsp + 50]
 shl rdx, 16
 or rdx, r9
 jmp .L92
.L82:
 mov rdx, qword ptr [rsp + 48]
 mov esi, dword ptr [rsp + 56]
 mov r9d, dword ptr [rsp + 60]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 jmp .L99
.L69:
 mov ecx, dword ptr [rsp + 48]
 movzx r9d, byte ptr [rsp + 52]
 shl r9, 32
 or r9, rcx
 movzx edi, word ptr [rsp + 54]
 mov rsi, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 64]
 mov r8d, dword ptr [rsp + 72]
 movzx edx, byte ptr [rsp + 53]
 shl rdx, 40
 or rdx, r9
 jmp .L92
