 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 104
 mov rcx, rdx
 mov r14, rdi
 cmp rdx, 8
 jb .L0
 mov eax, dword ptr [rsi]
 bswap eax
 lea rdx, [rax + 4]
 cmp eax, 4
 jb .L1
 cmp rcx, rdx
 cmovb rdx, rcx
 setb r8b
 cmovb rdx, rcx
 movzx edi, word ptr [rsi + 6]
 lea r13, [rsi + 8]
 mov r15, rdx
 add r15, -8
 je .L2
 mov byte ptr [rsp + 13], r8b
 mov word ptr [rsp + 14], di
 mov qword ptr [rsp + 32], rdx
 mov qword ptr [rsp + 40], rsi
 mov qword ptr [rsp + 24], r14
 xor ebx, ebx
 lea r12, [rsp + 56]
 mov r14, -1
 mov ebp, 1
 mov qword ptr [rsp + 16], r15
 mov qword ptr [rsp + 48], r13
.L3:
 mov rdi, r12
 mov rsi, r13
 mov rdx, r15
 call $LT$five..mmc..Feature$u20$as$u20$opcodec..wire..list..Element$GT$::take
 cmp byte ptr [rsp + 90], 2
 je .L4
 mov rax, qword ptr [rsp + 96]
 test rax, rax
 je .L5
 add r13, rax
 inc rbx
 cmove rbx, r14
 cmp rax, r15
 cmova r13, rbp
 mov rcx, r15
 sub rcx, rax
 mov r15d, 0
 cmovae r15, rcx
 ja .L3
.L5:
 xor eax, eax
 mov rcx, qword ptr [rsp + 16]
 sub rcx, r15
 cmovb rcx, rax
 cmp byte ptr [rsp + 13], 0
 mov r14, qword ptr [rsp + 24]
 mov rsi, qword ptr [rsp + 40]
 mov rdx, qword ptr [rsp + 32]
 movzx edi, word ptr [rsp + 14]
 mov r13, qword ptr [rsp + 48]
 jne .L6
 jmp .L7
.L2:
 xor ebx, ebx
 mov ecx, 0
 mov eax, 0
 test r8b, r8b
 je .L7
.L6:
 mov rax, rsi
 jmp .L7
.L4:
 movzx ecx, byte ptr [rsp + 84]
 mov rax, qword ptr [rsp + 56]
 movdqu xmm0, xmmword ptr [rsp + 64]
 mov edx, dword ptr [rsp + 80]
 test cl, cl
 jne .L8
 cmp byte ptr [rsp + 13], 0
 mov r13, qword ptr [rsp + 48]
 je .L9
 xor eax, eax
 mov rcx, qword ptr [rsp + 16]
 sub rcx, r15
 cmovb rcx, rax
 mov r14, qword ptr [rsp + 24]
 mov rax, qword ptr [rsp + 40]
 mov rdx, qword ptr [rsp + 32]
 movzx edi, word ptr [rsp + 14]
.L7:
 rol di, 8
 mov qword ptr [r14 + 8], rax
 mov qword ptr [r14 + 16], rdx
 mov qword ptr [r14 + 24], r13
 mov qword ptr [r14 + 32], rcx
 mov qword ptr [r14 + 40], rbx
 mov word ptr [r14 + 48], di
 xor eax, eax
.L10:
 mov qword ptr [r14], rax
 mov rax, r14
 add rsp, 104
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L0:
 lea rsi, [rip + .L11]
 lea rdi, [rsp + 56]
 mov edx, 8
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 56]
 movdqu xmm0, xmmword ptr [rsp + 64]
 mov edx, dword ptr [rsp + 80]
 movzx ecx, byte ptr [rsp + 84]
 movzx esi, byte ptr [rsp + 87]
 movzx edi, word ptr [rsp + 85]
 shl rdi, 40
 shl rsi, 56
 or rsi, rdi
 jmp .L12
.L1:
 movq xmm1, rdx
 movdqa xmm0, xmmword ptr [rip + .L13]
 punpcklqdq xmm0, xmm1
 lea rax, [rip + .L14]
 xor edx, edx
 mov cl, 1
 xor esi, esi
 jmp .L12
.L8:
 xor esi, esi
 mov rdi, qword ptr [rsp + 16]
 sub rdi, r15
 cmovae rsi, rdi
 jmp .L15
.L9:
 xor esi, esi
 mov rcx, qword ptr [rsp + 16]
 sub rcx, r15
 cmovae rsi, rcx
 mov cl, 1
.L15:
 add edx, esi
 add edx, 8
 xor esi, esi
 mov r14, qword ptr [rsp + 24]
.L12:
 movzx ecx, cl
 shl rcx, 32
 or rcx, rsi
 mov edx, edx
 or rdx, rcx
 mov qword ptr [r14 + 8], rax
 movdqu xmmword ptr [r14 + 16], xmm0
 mov qword ptr [r14 + 32], rdx
 mov eax, 1
 jmp .L10
