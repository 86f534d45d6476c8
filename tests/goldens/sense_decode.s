 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 168
 mov rbx, rdi
 test rdx, rdx
 je .L0
 mov r14, rdx
 movzx eax, byte ptr [rsi]
 mov r8d, eax
 and r8d, 127
 lea ecx, [r8 - 112]
 cmp ecx, 2
 mov qword ptr [rsp + 128], r8
 jb .L1
 lea eax, [r8 - 114]
 cmp eax, 2
 jae .L2
 cmp r14, 8
 jb .L3
 movzx ecx, byte ptr [rsi + 7]
 add rcx, 8
 xor r12d, r12d
 cmp r14, rcx
 cmovb rcx, r14
 mov eax, 0
 sbb rax, rax
 setb byte ptr [rsp + 24]
 mov qword ptr [rsp + 120], r14
 cmovb rcx, r14
 movzx eax, byte ptr [rsi + 1]
 and eax, 15
 mov qword ptr [rsp + 32], rax
 movzx eax, word ptr [rsi + 2]
 mov qword ptr [rsp + 16], rax
 movzx eax, byte ptr [rsi + 4]
 mov qword ptr [rsp + 40], rax
 mov qword ptr [rsp + 104], rsi
 lea rax, [rsi + 8]
 mov qword ptr [rsp + 96], rax
 mov qword ptr [rsp + 48], rcx
 mov rax, rcx
 mov r15d, 0
 add rax, -8
 mov qword ptr [rsp + 8], rax
 je .L4
 xor r15d, r15d
 movzx ebp, byte ptr [rsp + 32]
 lea r13, [rsp + 56]
 mov r12, qword ptr [rsp + 8]
 mov r14, qword ptr [rsp + 96]
.L5:
 mov rdi, r13
 mov rsi, r14
 mov rdx, r12
 mov ecx, ebp
 call $LT$five..mmc..SenseDescriptor$u20$as$u20$opcodec..wire..list..Element$LT$$LP$u8$C$$RP$$GT$$GT$::take
 cmp byte ptr [rsp + 56], 6
 je .L6
 mov rax, qword ptr [rsp + 88]
 test rax, rax
 je .L4
 add r14, rax
 inc r15
 mov rcx, -1
 cmove r15, rcx
 cmp rax, r12
 mov ecx, 1
 cmova r14, rcx
 mov rcx, r12
 sub rcx, rax
 mov r12d, 0
 cmovae r12, rcx
 ja .L5
.L4:
 xor r14d, r14d
 mov rax, qword ptr [rsp + 8]
 sub rax, r12
 cmovb rax, r14
 mov qword ptr [rsp + 8], rax
 cmp byte ptr [rsp + 24], 0
 cmovne r14, qword ptr [rsp + 104]
 mov rcx, qword ptr [rsp + 40]
 jmp .L7
.L1:
 cmp r14, 8
 jb .L8
 movzx ebp, byte ptr [rsi + 7]
 add rbp, 8
 xor edi, edi
 cmp r14, rbp
 cmovb rbp, r14
 mov ecx, 0
 sbb rcx, rcx
 setb r13b
 cmovb rbp, r14
 movzx edx, byte ptr [rsi + 2]
 mov ecx, edx
 and ecx, 15
 mov r11d, dword ptr [rsi + 3]
 cmp rbp, 11
 mov qword ptr [rsp + 120], r14
 mov dword ptr [rsp + 40], ecx
 ja .L9
 mov rcx, rbp
 cmp rbp, 9
 setae r8b
 or r13b, r8b
 mov r8d, 2
 mov qword ptr [rsp + 32], r8
 mov r8d, 1
 mov qword ptr [rsp + 8], r8
 mov r10d, 0
 mov r8d, 0
 mov qword ptr [rsp + 24], r8
 mov r8d, 0
 mov qword ptr [rsp + 16], r8
 mov r8d, 0
 mov ebp, 0
 mov r9d, 0
 mov r14d, 0
 jne .L10
 jmp .L11
.L2:
 inc rsi
 lea r15, [r14 - 1]
 mov ebp, 3
 mov qword ptr [rsp + 32], rsi
 mov qword ptr [rsp + 96], r8
 mov dword ptr [rsp + 40], eax
 mov esi, 0
 mov qword ptr [rsp + 16], r12
 mov qword ptr [rsp + 24], r12
 jmp .L12
.L9:
 mov r10d, dword ptr [rsi + 8]
 bswap r10d
 cmp rbp, 12
 mov dword ptr [rsp + 116], r10d
 jne .L13
 mov rcx, rbp
 mov qword ptr [rsp + 16], 0
 xor r8d, r8d
 jmp .L14
.L13:
 movzx r9d, byte ptr [rsi + 12]
 cmp rbp, 14
 mov byte ptr [rsp + 7], r9b
 jb .L15
 movzx r15d, byte ptr [rsi + 13]
 mov byte ptr [rsp + 6], r15b
 jne .L16
 mov dil, 1
 mov qword ptr [rsp + 16], rdi
 mov rcx, rbp
 mov r8b, 1
 jmp .L17
.L6:
 movzx ecx, byte ptr [rsp + 92]
 mov rax, qword ptr [rsp + 64]
 movups xmm0, xmmword ptr [rsp + 72]
 mov edx, dword ptr [rsp + 88]
 test rcx, rcx
 jne .L18
 cmp byte ptr [rsp + 24], 0
 mov r14, qword ptr [rsp + 104]
 mov rcx, qword ptr [rsp + 40]
 je .L19
 xor eax, eax
 mov rdx, qword ptr [rsp + 8]
 sub rdx, r12
 cmovb rdx, rax
 mov qword ptr [rsp + 8], rdx
.L7:
 mov rax, qword ptr [rsp + 16]
 shl eax, 16
 shr ecx, 7
 or rcx, rax
 mov rax, qword ptr [rsp + 32]
 shl eax, 8
 mov qword ptr [rsp + 32], rax
 or rcx, rax
 mov ebp, 2
 mov qword ptr [rsp + 24], rax
 mov qword ptr [rsp + 16], rax
 mov dword ptr [rsp + 40], esi
 mov r10, r14
 mov rsi, qword ptr [rsp + 104]
 jmp .L20
.L15:
 mov rcx, rbp
 mov r8b, 1
 mov qword ptr [rsp + 16], 0
.L14:
.L17:
 mov qword ptr [rsp + 24], r8
 mov edi, 2
 mov qword ptr [rsp + 32], rdi
 mov edi, 1
 mov r8d, 1
 mov qword ptr [rsp + 8], r8
 xor r10d, r10d
 mov r8d, 0
 mov ebp, 1
 mov r9d, 0
 mov r14d, 0
 test r13b, r13b
 je .L11
.L10:
 mov ebp, edi
 mov r9d, r8d
 mov r14, rsi
.L11:
 movzx r13d, byte ptr [rsi + 1]
 bswap r11d
 mov r12d, r11d
 shr al, 7
 mov edi, edx
 shr dil, 7
 mov r8d, edx
 shr r8b, 6
 and r8b, 1
 mov r11d, edx
 shr r11b, 5
 and r11b, 1
 shr dl, 4
 and dl, 1
 mov qword ptr [rsp + 48], r14
.L20:
 test r14, r14
 cmove rsi, r14
 mov r14, qword ptr [rsp + 120]
.L12:
 mov dword ptr [rbx], ebp
 mov ebp, dword ptr [rsp + 116]
 mov dword ptr [rbx + 4], ebp
 mov rbp, qword ptr [rsp + 32]
 mov qword ptr [rbx + 8], rbp
 mov qword ptr [rbx + 16], r15
 mov r15, qword ptr [rsp + 96]
 mov qword ptr [rbx + 24], r15
 mov r15, qword ptr [rsp + 8]
 mov qword ptr [rbx + 32], r15
 mov qword ptr [rbx + 40], r10
 mov r10, qword ptr [rsp + 48]
 mov qword ptr [rbx + 48], r10
 mov qword ptr [rbx + 56], rcx
 mov dword ptr [rbx + 64], r12d
 mov rcx, qword ptr [rsp + 24]
 mov byte ptr [rbx + 68], cl
 movzx ecx, byte ptr [rsp + 7]
 mov byte ptr [rbx + 69], cl
 mov rcx, qword ptr [rsp + 16]
 mov byte ptr [rbx + 70], cl
 movzx ecx, byte ptr [rsp + 6]
 mov byte ptr [rbx + 71], cl
 mov byte ptr [rbx + 72], r9b
 movzx ecx, byte ptr [rsp + 5]
 mov byte ptr [rbx + 73], cl
 mov byte ptr [rbx + 74], al
 mov byte ptr [rbx + 75], dil
 mov byte ptr [rbx + 76], r8b
 mov byte ptr [rbx + 77], r11b
 mov byte ptr [rbx + 78], dl
 mov byte ptr [rbx + 79], r13b
 mov eax, dword ptr [rsp + 40]
 mov byte ptr [rbx + 80], al
 mov qword ptr [rbx + 88], rsi
 mov qword ptr [rbx + 96], r14
 mov rax, qword ptr [rsp + 128]
 mov byte ptr [rbx + 104], al
.L21:
 mov rax, rbx
 add rsp, 168
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L16:
 movzx r12d, byte ptr [rsi + 14]
 cmp rbp, 18
 mov byte ptr [rsp + 5], r12b
 jae .L22
 mov rcx, rbp
 mov edi, 2
 mov qword ptr [rsp + 32], rdi
 mov dil, 1
 mov qword ptr [rsp + 24], rdi
 mov edi, 1
 mov r8d, 1
 mov qword ptr [rsp + 8], r8
 xor r10d, r10d
 mov r8b, 1
 mov qword ptr [rsp + 16], r8
 mov r8b, 1
 jmp .L10
.L22:
 movzx edi, byte ptr [rsi + 15]
 cmp cl, 5
 mov dword ptr [rsp + 48], r11d
 jne .L23
 mov r8d, edi
 shr r8d, 3
 movzx r15d, word ptr [rsi + 16]
 rol r15w, 8
 and r8d, 1
 shl r15d, 16
 inc r15
 shl r8, 32
 mov r12d, edi
 and r12d, 64
 shl r12d, 18
 or r12, r8
 mov r10d, edi
 and r10d, 7
 shl r10d, 8
 xor r9d, r9d
 jmp .L24
.L23:
 test cl, 13
 jne .L25
 xor r9d, r9d
 jmp .L26
.L25:
 movzx r9d, word ptr [rsi + 16]
 shl r9d, 16
 mov r8d, edi
 and r8d, 127
 shl r8d, 8
 or r8d, r9d
 bswap r8d
 mov r9d, 1
.L26:
 movabs r12, 8623489024
 test cl, 13
 jne .L27
 movzx r10d, word ptr [rsi + 16]
 rol r10w, 8
 movzx r10d, r10w
 shl r10, 48
 movabs r15, 4294967296
 or r15, r10
 xor r10d, r10d
 jmp .L24
.L27:
 xor r10d, r10d
 xor r15d, r15d
.L24:
 xor r11d, r11d
 cmp cl, 5
 sete r11b
 shl r8, 32
 mov ecx, r9d
 or rcx, r8
 mov qword ptr [rsp + 32], rcx
 shr dil, 7
 movzx edi, dil
 shl edi, 16
 or r11, rdi
 or r12, r10
 or r12, r11
 mov qword ptr [rsp + 96], r12
 mov rcx, rbp
 lea r10, [rbp - 18]
 lea rdi, [rsi + 18]
 mov qword ptr [rsp + 8], rdi
 mov ebp, 1
 mov dil, 1
 test r13b, r13b
 je .L28
 mov qword ptr [rsp + 24], rdi
 mov edi, 1
 mov r8b, 1
 mov qword ptr [rsp + 16], r8
 mov r8b, 1
 mov r11d, dword ptr [rsp + 48]
 jmp .L10
.L28:
 mov qword ptr [rsp + 24], rdi
 xor r14d, r14d
 mov dil, 1
 mov qword ptr [rsp + 16], rdi
 mov r9b, 1
 mov r11d, dword ptr [rsp + 48]
 jmp .L11
.L0:
 lea rsi, [rip + .L29]
 lea rdi, [rsp + 56]
 mov edx, 1
 xor ecx, ecx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 56]
 movups xmm0, xmmword ptr [rsp + 64]
 mov ecx, dword ptr [rsp + 80]
 movzx edx, byte ptr [rsp + 84]
 movzx edi, byte ptr [rsp + 87]
 shl edi, 16
 movzx esi, word ptr [rsp + 85]
 or esi, edi
 jmp .L30
.L3:
 lea rsi, [rip + .L31]
 lea rdi, [rsp + 56]
 mov edx, 8
 mov rcx, r14
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 56]
 movups xmm0, xmmword ptr [rsp + 64]
 mov rdx, qword ptr [rsp + 80]
 jmp .L32
.L8:
 lea rsi, [rip + .L33]
 lea rdi, [rsp + 56]
 mov edx, 8
 mov rcx, r14
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 56]
 mov rcx, qword ptr [rsp + 80]
 movups xmm0, xmmword ptr [rsp + 64]
 mov qword ptr [rsp + 136], rax
 movups xmmword ptr [rsp + 144], xmm0
 mov qword ptr [rsp + 160], rcx
 jmp .L34
.L18:
 xor esi, esi
 mov rdi, qword ptr [rsp + 8]
 sub rdi, r12
 cmovae rsi, rdi
 shl rcx, 32
 jmp .L35
.L19:
 movabs rcx, 4294967296
 xor esi, esi
 mov rdi, qword ptr [rsp + 8]
 sub rdi, r12
 cmovae rsi, rdi
.L35:
 add esi, edx
 add esi, 8
 movzx edx, sil
 and esi, -256
 or rsi, rcx
 or rdx, rsi
.L32:
 mov qword ptr [rsp + 136], rax
 movups xmmword ptr [rsp + 144], xmm0
 mov qword ptr [rsp + 160], rdx
.L34:
 lea rdi, [rsp + 56]
 lea rdx, [rsp + 136]
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 56]
 movups xmm0, xmmword ptr [rsp + 64]
 mov rcx, qword ptr [rsp + 80]
 mov rdx, rcx
 shr rdx, 32
 mov rsi, rcx
 shr rsi, 40
.L30:
 shl rsi, 40
 movzx edx, dl
 shl rdx, 32
 or rdx, rsi
 mov ecx, ecx
 or rcx, rdx
 mov qword ptr [rbx + 8], rax
 movups xmmword ptr [rbx + 16], xmm0
 mov qword ptr [rbx + 32], rcx
 mov dword ptr [rbx], 4
 jmp .L21
