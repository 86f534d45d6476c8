 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 408
 mov r12, rdi
 test rdx, rdx
 je .L0
 mov r11, rdx
 movzx ecx, byte ptr [rsi]
 mov ebx, ecx
 and ebx, 127
 lea eax, [rbx - 112]
 cmp eax, 2
 mov qword ptr [rsp + 24], rsi
 mov qword ptr [rsp + 368], rdx
 mov qword ptr [rsp + 360], rbx
 jb .L1
 lea eax, [rbx - 114]
 cmp eax, 2
 jae .L2
 cmp r11, 8
 jb .L3
 mov qword ptr [rsp + 320], r12
 movzx ecx, byte ptr [rsi + 7]
 add rcx, 8
 xor r12d, r12d
 cmp r11, rcx
 cmovb rcx, r11
 mov eax, 0
 sbb rax, rax
 setae byte ptr [rsp + 20]
 cmovb rcx, r11
 movzx eax, byte ptr [rsi + 1]
 movzx edx, byte ptr [rsi + 2]
 mov byte ptr [rsp + 19], dl
 and al, 15
 mov byte ptr [rsp + 84], al
 movzx eax, byte ptr [rsi + 3]
 mov byte ptr [rsp + 18], al
 movzx eax, byte ptr [rsi + 4]
 mov byte ptr [rsp + 17], al
 lea rax, [rsi + 8]
 mov qword ptr [rsp + 328], rax
 mov qword ptr [rsp + 88], rcx
 mov rax, rcx
 mov ebp, 0
 add rax, -8
 mov qword ptr [rsp + 168], rax
 je .L4
 lea r14, [rsp + 112]
 xor ebp, ebp
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 mov r12, qword ptr [rsp + 168]
 lea rbx, [rsi + 8]
 jmp .L5
.L6:
 mov r13, qword ptr [rsp + 304]
 cmp r13, 3
 cmovb r13, r10
.L7:
 add rbx, r13
 inc rbp
 cmove rbp, r11
 cmp r13, r12
 mov eax, 1
 cmova rbx, rax
 sub r12, r13
 mov eax, 0
 cmovb r12, rax
 jbe .L4
.L5:
 mov qword ptr [rsp + 96], rbx
 mov qword ptr [rsp + 104], r12
 movups xmmword ptr [r14], xmm0
 mov dword ptr [r14 + 16], 0
 cmp r12, 1
 je .L8
 movzx r15d, byte ptr [rbx]
 movzx ecx, byte ptr [rbx + 1]
 mov qword ptr [rsp + 112], 2
 add rcx, 2
 cmp rcx, r12
 ja .L9
 mov qword ptr [rsp + 32], rbx
 mov qword ptr [rsp + 40], rcx
 mov byte ptr [rsp + 48], 2
 mov rax, rbx
.L10:
 mov rcx, qword ptr [rsp + 40]
 movzx edx, byte ptr [rsp + 48]
 mov r9d, dword ptr [rsp + 49]
 movzx edi, word ptr [rsp + 53]
 movzx r8d, byte ptr [rsp + 55]
 mov qword ptr [rsp + 296], rax
 mov qword ptr [rsp + 304], rcx
 mov byte ptr [rsp + 312], dl
 mov dword ptr [rsp + 313], r9d
 mov word ptr [rsp + 317], di
 mov byte ptr [rsp + 319], r8b
 cmp r15d, 5
 ja .L6
 mov eax, r15d
 lea rcx, [rip + .L11]
 movsxd rax, dword ptr [rcx + 4*rax]
 add rax, rcx
 jmp rax
.L12:
 mov r13, qword ptr [rsp + 304]
 movzx r15d, byte ptr [rsp + 312]
 cmp r13, 12
 jae .L13
 mov edx, 12
 lea rdi, [rsp + 32]
 lea rsi, [rip + .L14]
 mov rcx, r13
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 32]
 movzx edx, byte ptr [rsp + 40]
 lea r9, [rsp + 48]
 mov eax, dword ptr [r9 - 7]
 mov esi, dword ptr [r9 - 4]
 mov dword ptr [rsp + 72], eax
 mov dword ptr [rsp + 75], esi
 mov rax, qword ptr [rsp + 48]
 mov esi, dword ptr [rsp + 56]
 movzx edi, byte ptr [rsp + 60]
 movzx r8d, word ptr [r9 + 13]
 mov word ptr [rsp + 14], r8w
 movzx r8d, byte ptr [r9 + 15]
 mov byte ptr [rsp + 16], r8b
 cmp dil, 13
 je .L15
 mov qword ptr [rsp + 264], rcx
 mov byte ptr [rsp + 272], dl
 mov ecx, dword ptr [rsp + 72]
 mov edx, dword ptr [rsp + 75]
 lea r8, [rsp + 280]
 mov dword ptr [r8 - 4], edx
 mov dword ptr [r8 - 7], ecx
 mov qword ptr [rsp + 280], rax
 mov dword ptr [rsp + 288], esi
 mov byte ptr [rsp + 292], dil
 movzx eax, byte ptr [rsp + 16]
 mov byte ptr [r8 + 15], al
 movzx eax, word ptr [rsp + 14]
 mov word ptr [r8 + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 136]
 lea rdx, [rsp + 264]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx ecx, byte ptr [rsp + 164]
 mov r13d, 2
 cmp rcx, 13
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 je .L7
 jmp .L16
.L17:
 movzx ecx, byte ptr [rsp + 84]
 lea rdi, [rsp + 32]
 lea rsi, [rsp + 96]
 lea rdx, [rsp + 296]
 call Reader::child
 movzx ecx, byte ptr [rsp + 60]
 cmp rcx, 13
 jne .L18
 cmp byte ptr [rsp + 128], 0
 mov r13, qword ptr [rsp + 112]
 je .L19
 mov rcx, qword ptr [rsp + 104]
 cmp r13, rcx
 setae al
 or al, byte ptr [rsp + 130]
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 je .L20
 mov r13, rcx
 test r13, r13
 jne .L7
 jmp .L4
.L21:
 mov r13, qword ptr [rsp + 304]
 movzx r15d, byte ptr [rsp + 312]
 cmp r13, 12
 jb .L22
.L13:
 test r15b, r15b
 mov rax, r13
 mov ecx, 12
 jmp .L23
.L24:
 mov r13, qword ptr [rsp + 304]
 movzx r15d, byte ptr [rsp + 312]
 cmp r13, 4
 jae .L25
 mov edx, 4
 lea rdi, [rsp + 32]
 lea rsi, [rip + .L26]
 jmp .L27
.L28:
 mov r13, qword ptr [rsp + 304]
 movzx r15d, byte ptr [rsp + 312]
 cmp r13, 4
 jb .L29
.L25:
 test r15b, r15b
 mov rax, r13
 mov ecx, 4
.L23:
 cmove rax, rcx
.L30:
 test r15b, r15b
 cmove r13, rax
 mov rax, r13
 sub rax, 2
 mov ecx, 0
 cmovae rcx, rax
 mov qword ptr [rsp + 120], rcx
 cmovbe r13, r10
 mov qword ptr [rsp + 112], r13
 jmp .L7
.L19:
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 test r13, r13
 jne .L7
 jmp .L4
.L9:
 lea rdi, [rsp + 32]
 xor esi, esi
 lea rdx, [rip + .L31]
 mov r8, r12
 call qword ptr [rip + Extent::ends@GOTPCREL]
 movzx ecx, byte ptr [rsp + 60]
 mov rax, qword ptr [rsp + 32]
 cmp rcx, 13
 jne .L32
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 jmp .L10
.L22:
 mov edx, 12
 lea rdi, [rsp + 32]
 lea rsi, [rip + .L33]
 mov rcx, r13
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 32]
 mov rax, qword ptr [rsp + 40]
 lea rdi, [rsp + 48]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 72], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 80], edx
 movzx edx, byte ptr [rsp + 60]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 14], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 16], sil
 cmp dl, 13
 je .L15
 mov qword ptr [rsp + 264], rcx
 mov qword ptr [rsp + 272], rax
 mov eax, dword ptr [rsp + 80]
 lea rcx, [rsp + 280]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 72]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 292], dl
 movzx eax, byte ptr [rsp + 16]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 14]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 136]
 lea rdx, [rsp + 264]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx ecx, byte ptr [rsp + 164]
 mov r13d, 2
 cmp rcx, 13
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 je .L7
 jmp .L34
.L29:
 mov edx, 4
 lea rdi, [rsp + 32]
 lea rsi, [rip + .L35]
.L27:
 mov rcx, r13
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 32]
 mov rax, qword ptr [rsp + 40]
 lea rdi, [rsp + 48]
 mov rdx, qword ptr [rdi]
 mov qword ptr [rsp + 72], rdx
 mov edx, dword ptr [rdi + 8]
 mov dword ptr [rsp + 80], edx
 movzx edx, byte ptr [rsp + 60]
 movzx esi, word ptr [rdi + 13]
 mov word ptr [rsp + 14], si
 movzx esi, byte ptr [rdi + 15]
 mov byte ptr [rsp + 16], sil
 cmp dl, 13
 je .L15
 mov qword ptr [rsp + 264], rcx
 mov qword ptr [rsp + 272], rax
 mov eax, dword ptr [rsp + 80]
 lea rcx, [rsp + 280]
 mov dword ptr [rcx + 8], eax
 mov rax, qword ptr [rsp + 72]
 mov qword ptr [rcx], rax
 mov byte ptr [rsp + 292], dl
 movzx eax, byte ptr [rsp + 16]
 mov byte ptr [rcx + 15], al
 movzx eax, word ptr [rsp + 14]
 mov word ptr [rcx + 13], ax
 movzx esi, r15b
 lea rdi, [rsp + 136]
 lea rdx, [rsp + 264]
 call qword ptr [rip + Extent::inner@GOTPCREL]
 movzx ecx, byte ptr [rsp + 164]
 mov r13d, 2
 cmp rcx, 13
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 je .L7
 jmp .L36
.L15:
 mov rsi, qword ptr [rsp + 24]
 xorps xmm0, xmm0
 mov r10d, 2
 mov r11, -1
 jmp .L30
.L1:
 cmp r11, 8
 jb .L37
 mov qword ptr [rsp + 320], r12
 movzx edx, byte ptr [rsi + 7]
 add rdx, 8
 xor r12d, r12d
 cmp r11, rdx
 cmovb rdx, r11
 mov eax, 0
 sbb rax, rax
 cmovb rdx, r11
 setb r13b
 movzx edi, byte ptr [rsi + 1]
 movzx r8d, byte ptr [rsi + 2]
 mov r14d, r8d
 and r14d, 15
 mov r9d, dword ptr [rsi + 3]
 bswap r9d
 cmp rdx, 11
 mov byte ptr [rsp + 168], dil
 mov dword ptr [rsp + 20], r14d
 ja .L38
 cmp rdx, 9
 setae al
 or r13b, al
 mov r14d, 2
 mov edi, 1
 mov ebx, 0
 mov eax, 0
 mov qword ptr [rsp + 88], rax
 mov r10d, 0
 mov r11d, 0
 mov r13d, 0
 mov eax, 0
 mov r15d, 0
 jne .L39
 jmp .L40
.L4:
 xor r15d, r15d
 mov rdi, qword ptr [rsp + 168]
 sub rdi, r12
 cmovb rdi, r15
 cmp byte ptr [rsp + 20], 0
 cmove r15, rsi
.L41:
 movzx edx, byte ptr [rsp + 17]
 shr dl, 7
 movzx ecx, byte ptr [rsp + 84]
 mov byte ptr [rsp + 177], cl
 mov rax, qword ptr [rsp + 88]
 mov qword ptr [rsp + 216], rax
 mov byte ptr [rsp + 224], dl
 mov byte ptr [rsp + 225], cl
 movzx eax, byte ptr [rsp + 19]
 mov byte ptr [rsp + 226], al
 movzx eax, byte ptr [rsp + 18]
 mov byte ptr [rsp + 227], al
 movzx eax, byte ptr [rsp + 183]
 shl eax, 16
 movzx edx, word ptr [rsp + 181]
 or edx, eax
 shl rdx, 32
 mov ecx, dword ptr [rsp + 177]
 or rcx, rdx
 mov rax, qword ptr [rsp + 216]
 mov qword ptr [rsp + 32], rax
 movzx eax, byte ptr [rsp + 224]
 mov byte ptr [rsp + 40], al
 movzx eax, byte ptr [rsp + 225]
 mov byte ptr [rsp + 41], al
 movzx eax, byte ptr [rsp + 226]
 mov byte ptr [rsp + 42], al
 movzx eax, byte ptr [rsp + 227]
 mov byte ptr [rsp + 43], al
 mov eax, dword ptr [rsp + 228]
 mov dword ptr [rsp + 44], eax
 mov r13d, 2
 xor r14d, r14d
 mov rbx, r15
 mov r12, qword ptr [rsp + 320]
 jmp .L42
.L2:
 inc rsi
 lea rbp, [r11 - 1]
 mov rcx, rsi
 shr rcx, 8
 mov r13d, 3
 mov r14, rsi
 mov qword ptr [rsp + 328], rbx
 xor esi, esi
 jmp .L43
.L38:
 mov eax, dword ptr [rsi + 8]
 bswap eax
 cmp rdx, 12
 mov dword ptr [rsp + 84], eax
 jne .L44
 mov esi, r13d
 xor r10d, r10d
 mov qword ptr [rsp + 88], 0
 jmp .L45
.L44:
 movzx ebp, byte ptr [rsi + 12]
 cmp rdx, 14
 mov byte ptr [rsp + 19], bpl
 jb .L46
 movzx r12d, byte ptr [rsi + 13]
 mov r10b, 1
 mov byte ptr [rsp + 18], r12b
 jne .L47
 mov esi, r13d
 mov al, 1
 mov qword ptr [rsp + 88], rax
 jmp .L48
.L46:
 mov esi, r13d
 mov al, 1
 mov qword ptr [rsp + 88], rax
 xor r10d, r10d
.L45:
.L48:
 mov r14d, 2
 mov r12d, 1
 mov edi, 1
 xor ebx, ebx
 mov r11d, 0
 mov r13d, 1
 mov eax, 0
 mov r15d, 0
 test sil, sil
 je .L40
.L39:
 mov r13d, r12d
 mov eax, r11d
 mov r15, qword ptr [rsp + 24]
.L40:
 shr cl, 7
 mov esi, r8d
 shr sil, 7
 mov r11d, r8d
 shr r11b, 6
 and r11b, 1
 mov r12d, r8d
 shr r12b, 5
 and r12b, 1
 shr r8b, 4
 and r8b, 1
 mov qword ptr [rsp + 224], r15
 mov qword ptr [rsp + 232], rdx
 mov dword ptr [rsp + 240], r9d
 mov rdx, qword ptr [rsp + 88]
 mov byte ptr [rsp + 244], dl
 movzx edx, byte ptr [rsp + 19]
 mov byte ptr [rsp + 245], dl
 mov byte ptr [rsp + 246], r10b
 movzx edx, byte ptr [rsp + 18]
 mov byte ptr [rsp + 247], dl
 mov byte ptr [rsp + 248], al
 movzx eax, byte ptr [rsp + 17]
 mov byte ptr [rsp + 249], al
 mov byte ptr [rsp + 250], cl
 mov byte ptr [rsp + 251], sil
 mov byte ptr [rsp + 252], r11b
 mov byte ptr [rsp + 253], r12b
 mov byte ptr [rsp + 254], r8b
 movzx eax, byte ptr [rsp + 168]
 mov byte ptr [rsp + 255], al
 mov eax, dword ptr [rsp + 20]
 mov byte ptr [rsp + 256], al
 mov rcx, r14
 shr rcx, 8
 mov rax, qword ptr [rsp + 224]
 mov qword ptr [rsp + 32], rax
 mov rax, qword ptr [rsp + 232]
 mov qword ptr [rsp + 40], rax
 mov rax, qword ptr [rsp + 256]
 mov qword ptr [rsp + 112], rax
 mov rax, qword ptr [rsp + 240]
 mov qword ptr [rsp + 96], rax
 movzx eax, byte ptr [rsp + 248]
 mov byte ptr [rsp + 104], al
 movzx eax, byte ptr [rsp + 249]
 mov byte ptr [rsp + 105], al
 movzx eax, byte ptr [rsp + 250]
 mov byte ptr [rsp + 106], al
 movzx eax, byte ptr [rsp + 251]
 mov byte ptr [rsp + 107], al
 movzx eax, byte ptr [rsp + 252]
 mov byte ptr [rsp + 108], al
 movzx eax, byte ptr [rsp + 253]
 mov byte ptr [rsp + 109], al
 movzx eax, byte ptr [rsp + 254]
 mov byte ptr [rsp + 110], al
 movzx eax, byte ptr [rsp + 255]
 mov byte ptr [rsp + 111], al
 mov r12, qword ptr [rsp + 320]
 mov rsi, qword ptr [rsp + 24]
.L42:
 test r15, r15
 cmove rsi, r15
.L43:
 shl rcx, 8
 movzx eax, r14b
 or rax, rcx
 mov dword ptr [r12], r13d
 mov ecx, dword ptr [rsp + 84]
 mov dword ptr [r12 + 4], ecx
 mov qword ptr [r12 + 8], rax
 mov qword ptr [r12 + 16], rbp
 mov rax, qword ptr [rsp + 328]
 mov qword ptr [r12 + 24], rax
 mov qword ptr [r12 + 32], rdi
 mov qword ptr [r12 + 40], rbx
 movaps xmm0, xmmword ptr [rsp + 32]
 movups xmmword ptr [r12 + 48], xmm0
 movaps xmm0, xmmword ptr [rsp + 96]
 movups xmmword ptr [r12 + 64], xmm0
 mov rax, qword ptr [rsp + 112]
 mov qword ptr [r12 + 80], rax
 mov qword ptr [r12 + 88], rsi
 mov rax, qword ptr [rsp + 368]
 mov qword ptr [r12 + 96], rax
 mov rax, qword ptr [rsp + 360]
 mov byte ptr [r12 + 104], al
.L49:
 mov rax, r12
 add rsp, 408
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L18:
 mov eax, dword ptr [rsp + 32]
 mov r11d, dword ptr [rsp + 36]
 movq xmm1, qword ptr [rsp + 40]
 movd xmm2, dword ptr [rsp + 45]
 pinsrw xmm2, word ptr [rsp + 49], 2
 mov edi, dword ptr [rsp + 56]
 movd xmm3, dword ptr [rsp + 44]
 movzx r8d, byte ptr [rsp + 51]
 movss xmm0, dword ptr [rsp + 52]
 mov edx, eax
 shr edx, 8
 psllq xmm3, 32
 pand xmm1, xmmword ptr [rip + .L50]
 por xmm1, xmm3
 movdqa xmmword ptr [rsp + 336], xmm2
 movzx r9d, byte ptr [rsp + 338]
 shl r9d, 8
 movzx r10d, byte ptr [rsp + 337]
 or r10d, r9d
 mov r9d, dword ptr [rsp + 336]
 shl r9d, 8
 pxor xmm2, xmm2
 pinsrw xmm2, r9d, 2
 pinsrw xmm2, r10d, 3
 mov r9d, dword ptr [rsp + 340]
 shl r9d, 8
 movzx r10d, byte ptr [rsp + 339]
 or r10d, r9d
 movdqa xmm3, xmm2
 pinsrw xmm3, r10d, 4
 shl r8d, 8
 movzx r9d, byte ptr [rsp + 341]
 or r9d, r8d
 pinsrw xmm3, r9d, 5
 movsd xmm3, xmm0
 movdqa xmm0, xmmword ptr [rip + .L51]
 pand xmm2, xmm0
 pandn xmm0, xmm1
 por xmm0, xmm2
 shufps xmm0, xmm3, 36
 jmp .L52
.L47:
 movzx r10d, byte ptr [rsi + 14]
 cmp rdx, 18
 mov byte ptr [rsp + 17], r10b
 jae .L53
 mov r14d, 2
 mov al, 1
 mov qword ptr [rsp + 88], rax
 mov r12d, 1
 mov edi, 1
 xor ebx, ebx
 mov r10b, 1
 mov r11b, 1
 jmp .L39
.L53:
 mov r15, rsi
 movzx esi, byte ptr [rsi + 15]
 cmp r14b, 5
 mov byte ptr [rsp + 71], r13b
 jne .L54
 mov eax, esi
 shr eax, 3
 movzx ebp, word ptr [r15 + 16]
 rol bp, 8
 and eax, 1
 shl ebp, 16
 inc rbp
 shl rax, 32
 mov r12d, esi
 and r12d, 64
 shl r12d, 18
 or r12, rax
 mov r11d, esi
 and r11d, 7
 shl r11d, 8
 xor r10d, r10d
 jmp .L55
.L32:
 movups xmm0, xmmword ptr [rsp + 40]
 mov edi, dword ptr [rsp + 56]
.L56:
 mov edx, eax
 shr edx, 8
 mov r11, rax
 shr r11, 32
.L52:
 shl rcx, 32
 or rcx, rdi
.L57:
 movzx esi, byte ptr [rsp + 20]
 mov rdi, rcx
 shr rdi, 32
 test dil, dil
 setne r8b
 or sil, r8b
 mov rsi, qword ptr [rsp + 24]
 jne .L58
 xor eax, eax
 mov rdi, qword ptr [rsp + 168]
 sub rdi, r12
 cmovb rdi, rax
 mov r15, rsi
 jmp .L41
.L54:
 test r14b, 13
 jne .L59
 xor r10d, r10d
 jmp .L60
.L8:
 lea rsi, [rip + .L61]
 lea rdi, [rsp + 32]
 mov edx, 2
 mov ecx, 1
 call qword ptr [rip + DecodeError::short@GOTPCREL]
.L62:
 mov rax, qword ptr [rsp + 32]
 movups xmm0, xmmword ptr [rsp + 40]
 mov rcx, qword ptr [rsp + 56]
 mov edx, eax
 shr edx, 8
 mov r11, rax
 shr r11, 32
 jmp .L57
.L59:
 movzx r10d, word ptr [r15 + 16]
 shl r10d, 16
 mov eax, esi
 and eax, 127
 shl eax, 8
 or eax, r10d
 bswap eax
 mov r10d, 1
.L60:
 movabs r12, 8623489024
 test r14b, 13
 jne .L63
 mov r15, qword ptr [rsp + 24]
 movzx r11d, word ptr [r15 + 16]
 rol r11w, 8
 movzx r11d, r11w
 shl r11, 48
 movabs rbp, 4294967296
 or rbp, r11
 xor r11d, r11d
 jmp .L55
.L63:
 xor r11d, r11d
 xor ebp, ebp
 mov r15, qword ptr [rsp + 24]
.L55:
 xor ebx, ebx
 cmp r14b, 5
 sete bl
 shl rax, 32
 mov r14d, r10d
 or r14, rax
 shr sil, 7
 movzx eax, sil
 shl eax, 16
 or rbx, rax
 or r12, r11
 or r12, rbx
 mov qword ptr [rsp + 328], r12
 lea rbx, [rdx - 18]
 lea rdi, [r15 + 18]
 mov al, 1
 mov qword ptr [rsp + 88], rax
 mov r13d, 1
 cmp byte ptr [rsp + 71], 0
 je .L64
 mov r12d, 1
 mov r10b, 1
 mov r11b, 1
 jmp .L39
.L64:
 xor r15d, r15d
 mov r10b, 1
 mov al, 1
 jmp .L40
.L0:
 lea rsi, [rip + .L65]
 lea rdi, [rsp + 176]
 mov edx, 1
 xor ecx, ecx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 176]
 movups xmm0, xmmword ptr [rsp + 184]
 mov eax, dword ptr [rsp + 200]
 movzx edx, byte ptr [rsp + 204]
 movzx esi, byte ptr [rsp + 207]
 shl esi, 16
 movzx edi, word ptr [rsp + 205]
 or edi, esi
 mov rsi, rcx
 shr rsi, 8
 jmp .L66
.L3:
 lea rsi, [rip + .L67]
 lea rdi, [rsp + 96]
 mov edx, 8
 mov rcx, r11
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rdx, qword ptr [rsp + 96]
 movups xmm0, xmmword ptr [rsp + 104]
 mov ecx, dword ptr [rsp + 120]
 movzx edi, byte ptr [rsp + 124]
 movzx r8d, byte ptr [rsp + 127]
 movzx eax, word ptr [rsp + 125]
 shl rax, 40
 shl r8, 56
 or r8, rax
 mov eax, edx
 mov r11, rdx
.L68:
 and r11, -65536
 and edx, 65280
 movzx eax, al
 or rax, rdx
 or rax, r11
 mov qword ptr [rsp + 376], rax
 movups xmmword ptr [rsp + 384], xmm0
 movzx eax, dil
 shl rax, 32
 or rax, r8
 mov ecx, ecx
 or rcx, rax
 mov qword ptr [rsp + 400], rcx
 lea rdi, [rsp + 184]
 lea rdx, [rsp + 376]
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 208]
 movups xmm0, xmmword ptr [rsp + 192]
 mov rcx, qword ptr [rsp + 184]
 mov rsi, rcx
 shr rsi, 8
 jmp .L69
.L37:
 lea rsi, [rip + .L70]
 lea rdi, [rsp + 96]
 mov edx, 8
 mov rcx, r11
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 96]
 mov rcx, qword ptr [rsp + 120]
 movups xmm0, xmmword ptr [rsp + 104]
 mov qword ptr [rsp + 32], rax
 movups xmmword ptr [rsp + 40], xmm0
 mov qword ptr [rsp + 56], rcx
 lea rdi, [rsp + 184]
 lea rdx, [rsp + 32]
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 208]
 movups xmm0, xmmword ptr [rsp + 192]
 movzx ecx, byte ptr [rsp + 191]
 shl ecx, 16
 movzx edx, word ptr [rsp + 189]
 or edx, ecx
 shl rdx, 32
 mov esi, dword ptr [rsp + 185]
 or rsi, rdx
 movzx ecx, byte ptr [rsp + 184]
.L69:
 mov rdx, rax
 shr rdx, 32
 mov rdi, rax
 shr rdi, 40
.L66:
 shl rsi, 8
 movzx ecx, cl
 or rcx, rsi
 shl rdi, 40
 movzx edx, dl
 shl rdx, 32
 or rdx, rdi
 mov eax, eax
 or rax, rdx
 mov qword ptr [r12 + 8], rcx
 movups xmmword ptr [r12 + 16], xmm0
 mov qword ptr [r12 + 32], rax
 mov dword ptr [r12], 4
 jmp .L49
.L20:
 lea rsi, [rip + .L61]
 lea rdi, [rsp + 32]
 mov rdx, r13
 call qword ptr [rip + DecodeError::long@GOTPCREL]
 jmp .L62
.L58:
 shl r11, 32
 shl edx, 8
 xor r8d, r8d
 mov rsi, qword ptr [rsp + 168]
 sub rsi, r12
 cmovae r8, rsi
 test dil, dil
 jne .L71
 mov dil, 1
.L71:
 or r11, rdx
 add ecx, r8d
 add ecx, 8
 xor r8d, r8d
 mov r12, qword ptr [rsp + 320]
 jmp .L68
.L36:
 movzx eax, byte ptr [rsp + 136]
 movzx esi, byte ptr [rsp + 139]
 shl esi, 16
 movzx edx, word ptr [rsp + 137]
 or edx, esi
 mov r11d, dword ptr [rsp + 140]
 movups xmm0, xmmword ptr [rsp + 144]
 mov edi, dword ptr [rsp + 160]
 jmp .L52
.L16:
 mov rax, qword ptr [rsp + 136]
 movsd xmm1, qword ptr [rsp + 145]
 movss xmm0, dword ptr [rsp + 153]
 shufps xmm0, xmm1, 48
 shufps xmm1, xmm0, 132
 pinsrw xmm1, word ptr [rsp + 157], 6
 mov edi, dword ptr [rsp + 160]
 movzx r8d, byte ptr [rsp + 159]
 movd xmm0, dword ptr [rsp + 144]
 mov edx, eax
 shr edx, 8
 mov r11, rax
 shr r11, 32
 movdqa xmm2, xmmword ptr [rip + .L72]
 pandn xmm2, xmm0
 pslldq xmm1, 1
 por xmm1, xmm2
 pand xmm1, xmmword ptr [rip + .L73]
 movd xmm0, r8d
 pslldq xmm0, 15
 por xmm0, xmm1
 jmp .L52
.L34:
 mov rax, qword ptr [rsp + 136]
 movups xmm0, xmmword ptr [rsp + 144]
 mov edi, dword ptr [rsp + 160]
 jmp .L56
