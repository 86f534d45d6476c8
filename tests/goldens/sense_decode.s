 push rbp
 push r15
 push r14
 push r13
 push r12
 push rbx
 sub rsp, 232
 mov rbx, rdi
 test rdx, rdx
 je .L0
 mov r10, rdx
 movzx ecx, byte ptr [rsi]
 mov edx, ecx
 and edx, 127
 lea eax, [rdx - 112]
 cmp eax, 2
 jb .L1
 lea eax, [rdx - 114]
 cmp eax, 2
 jae .L2
 cmp r10, 8
 jb .L3
 mov qword ptr [rsp + 208], rdx
 mov qword ptr [rsp + 216], rbx
 movzx ebx, byte ptr [rsi + 7]
 add rbx, 8
 xor r12d, r12d
 cmp r10, rbx
 cmovb rbx, r10
 mov eax, 0
 sbb rax, rax
 setb byte ptr [rsp + 24]
 mov qword ptr [rsp + 224], r10
 cmovb rbx, r10
 movzx eax, byte ptr [rsi + 1]
 movzx ecx, byte ptr [rsi + 2]
 mov byte ptr [rsp + 8], cl
 and al, 15
 mov byte ptr [rsp + 4], al
 movzx eax, byte ptr [rsi + 3]
 mov byte ptr [rsp + 28], al
 movzx eax, byte ptr [rsi + 4]
 mov byte ptr [rsp + 5], al
 mov qword ptr [rsp + 80], rsi
 lea rax, [rsi + 8]
 mov qword ptr [rsp + 72], rax
 mov rax, rbx
 mov r15d, 0
 add rax, -8
 mov qword ptr [rsp + 16], rax
 je .L4
 xor r15d, r15d
 movzx ebp, byte ptr [rsp + 4]
 lea r13, [rsp + 32]
 mov r12, qword ptr [rsp + 16]
 mov r14, qword ptr [rsp + 72]
.L5:
 mov rdi, r13
 mov rsi, r14
 mov rdx, r12
 mov ecx, ebp
 call $LT$five..mmc..SenseDescriptor$u20$as$u20$opcodec..wire..list..Element$LT$$LP$u8$C$$RP$$GT$$GT$::take
 cmp byte ptr [rsp + 32], 6
 je .L6
 mov rax, qword ptr [rsp + 64]
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
 xor r10d, r10d
 mov r9, qword ptr [rsp + 16]
 sub r9, r12
 cmovb r9, r10
 cmp byte ptr [rsp + 24], 0
 mov rsi, qword ptr [rsp + 80]
 cmovne r10, rsi
 mov rdi, qword ptr [rsp + 72]
 jmp .L7
.L1:
 cmp r10, 8
 jb .L8
 mov qword ptr [rsp + 208], rdx
 movzx edx, byte ptr [rsi + 7]
 add rdx, 8
 xor eax, eax
 cmp r10, rdx
 cmovb rdx, r10
 mov edi, 0
 sbb rdi, rdi
 cmovb rdx, r10
 setb r13b
 movzx edi, byte ptr [rsi + 1]
 mov byte ptr [rsp + 4], dil
 movzx r8d, byte ptr [rsi + 2]
 mov ebp, r8d
 and ebp, 15
 mov r9d, dword ptr [rsi + 3]
 bswap r9d
 cmp rdx, 11
 mov qword ptr [rsp + 216], rbx
 mov qword ptr [rsp + 224], r10
 mov qword ptr [rsp + 80], rsi
 mov dword ptr [rsp + 24], ebp
 ja .L9
 cmp rdx, 9
 setae sil
 or r13b, sil
 mov r14d, 2
 mov esi, 1
 mov qword ptr [rsp + 16], rsi
 mov r12d, 0
 mov esi, 0
 mov qword ptr [rsp + 8], rsi
 mov edi, 0
 mov ebp, 0
 mov r11d, 0
 mov ebx, 0
 mov r10d, 0
 movzx esi, byte ptr [rsp + 4]
 jne .L10
 jmp .L11
.L2:
 inc rsi
 lea r15, [r10 - 1]
 mov rax, rsi
 shr rax, 8
 mov r11d, 3
 mov r14, rsi
 mov rdi, rdx
 xor esi, esi
 jmp .L12
.L9:
 mov eax, dword ptr [rsi + 8]
 bswap eax
 mov dword ptr [rsp + 28], eax
 cmp rdx, 12
 jne .L13
 xor edi, edi
 mov qword ptr [rsp + 8], 0
 jmp .L14
.L13:
 movzx r11d, byte ptr [rsi + 12]
 cmp rdx, 14
 mov byte ptr [rsp + 5], r11b
 jb .L15
 movzx r14d, byte ptr [rsi + 13]
 mov dil, 1
 mov byte ptr [rsp + 7], r14b
 jne .L16
 mov al, 1
 mov qword ptr [rsp + 8], rax
 jmp .L17
.L6:
 movzx ecx, byte ptr [rsp + 68]
 mov rax, qword ptr [rsp + 40]
 movups xmm0, xmmword ptr [rsp + 48]
 mov edx, dword ptr [rsp + 64]
 test cl, cl
 jne .L18
 cmp byte ptr [rsp + 24], 0
 mov rsi, qword ptr [rsp + 80]
 mov rdi, qword ptr [rsp + 72]
 mov r9, qword ptr [rsp + 16]
 je .L19
 xor eax, eax
 sub r9, r12
 cmovb r9, rax
 mov r10, rsi
.L7:
 movzx ecx, byte ptr [rsp + 8]
 movzx edx, byte ptr [rsp + 5]
 shr dl, 7
 movzx eax, byte ptr [rsp + 4]
 mov byte ptr [rsp + 89], al
 mov qword ptr [rsp + 128], rbx
 mov byte ptr [rsp + 136], dl
 mov byte ptr [rsp + 137], al
 mov byte ptr [rsp + 138], cl
 movzx eax, byte ptr [rsp + 28]
 mov byte ptr [rsp + 139], al
 movzx eax, byte ptr [rsp + 95]
 shl eax, 16
 movzx ecx, word ptr [rsp + 93]
 or ecx, eax
 shl rcx, 32
 mov eax, dword ptr [rsp + 89]
 or rax, rcx
 mov rcx, qword ptr [rsp + 128]
 mov qword ptr [rsp + 176], rcx
 movzx ecx, byte ptr [rsp + 136]
 mov byte ptr [rsp + 184], cl
 movzx ecx, byte ptr [rsp + 137]
 mov byte ptr [rsp + 185], cl
 movzx ecx, byte ptr [rsp + 138]
 mov byte ptr [rsp + 186], cl
 movzx ecx, byte ptr [rsp + 139]
 mov byte ptr [rsp + 187], cl
 mov ecx, dword ptr [rsp + 140]
 mov dword ptr [rsp + 188], ecx
 mov r11d, 2
 xor r14d, r14d
 mov r12, r10
 mov rdx, qword ptr [rsp + 208]
 jmp .L20
.L15:
 mov al, 1
 mov qword ptr [rsp + 8], rax
 xor edi, edi
.L14:
.L17:
 mov r14d, 2
 mov eax, 1
 mov esi, 1
 mov qword ptr [rsp + 16], rsi
 xor r12d, r12d
 mov ebp, 0
 mov r11d, 1
 mov ebx, 0
 mov r10d, 0
 test r13b, r13b
 movzx esi, byte ptr [rsp + 4]
 je .L11
.L10:
 mov r11d, eax
 mov ebx, ebp
 mov r10, qword ptr [rsp + 80]
.L11:
 shr cl, 7
 mov eax, r8d
 shr al, 7
 mov ebp, r8d
 shr bpl, 6
 and bpl, 1
 mov r13d, r8d
 shr r13b, 5
 and r13b, 1
 shr r8b, 4
 and r8b, 1
 mov qword ptr [rsp + 136], r10
 mov qword ptr [rsp + 144], rdx
 mov dword ptr [rsp + 152], r9d
 mov rdx, qword ptr [rsp + 8]
 mov byte ptr [rsp + 156], dl
 movzx edx, byte ptr [rsp + 5]
 mov byte ptr [rsp + 157], dl
 mov byte ptr [rsp + 158], dil
 movzx edx, byte ptr [rsp + 7]
 mov byte ptr [rsp + 159], dl
 mov byte ptr [rsp + 160], bl
 movzx edx, byte ptr [rsp + 6]
 mov byte ptr [rsp + 161], dl
 mov byte ptr [rsp + 162], cl
 mov byte ptr [rsp + 163], al
 mov byte ptr [rsp + 164], bpl
 mov byte ptr [rsp + 165], r13b
 mov byte ptr [rsp + 166], r8b
 mov byte ptr [rsp + 167], sil
 mov eax, dword ptr [rsp + 24]
 mov byte ptr [rsp + 168], al
 mov rax, r14
 shr rax, 8
 mov rcx, qword ptr [rsp + 136]
 mov qword ptr [rsp + 176], rcx
 mov rcx, qword ptr [rsp + 144]
 mov qword ptr [rsp + 184], rcx
 mov rcx, qword ptr [rsp + 168]
 mov qword ptr [rsp + 48], rcx
 mov rcx, qword ptr [rsp + 152]
 mov qword ptr [rsp + 32], rcx
 movzx ecx, byte ptr [rsp + 160]
 mov byte ptr [rsp + 40], cl
 movzx ecx, byte ptr [rsp + 161]
 mov byte ptr [rsp + 41], cl
 movzx ecx, byte ptr [rsp + 162]
 mov byte ptr [rsp + 42], cl
 movzx ecx, byte ptr [rsp + 163]
 mov byte ptr [rsp + 43], cl
 movzx ecx, byte ptr [rsp + 164]
 mov byte ptr [rsp + 44], cl
 movzx ecx, byte ptr [rsp + 165]
 mov byte ptr [rsp + 45], cl
 movzx ecx, byte ptr [rsp + 166]
 mov byte ptr [rsp + 46], cl
 movzx ecx, byte ptr [rsp + 167]
 mov byte ptr [rsp + 47], cl
 mov rsi, qword ptr [rsp + 80]
 mov rdx, qword ptr [rsp + 208]
 mov rdi, qword ptr [rsp + 72]
 mov r8d, dword ptr [rsp + 28]
 mov r9, qword ptr [rsp + 16]
.L20:
 test r10, r10
 cmove rsi, r10
 mov rbx, qword ptr [rsp + 216]
 mov r10, qword ptr [rsp + 224]
.L12:
 shl rax, 8
 movzx ecx, r14b
 or rcx, rax
 mov dword ptr [rbx], r11d
 mov dword ptr [rbx + 4], r8d
 mov qword ptr [rbx + 8], rcx
 mov qword ptr [rbx + 16], r15
 mov qword ptr [rbx + 24], rdi
 mov qword ptr [rbx + 32], r9
 mov qword ptr [rbx + 40], r12
 movaps xmm0, xmmword ptr [rsp + 176]
 movups xmmword ptr [rbx + 48], xmm0
 movaps xmm0, xmmword ptr [rsp + 32]
 movups xmmword ptr [rbx + 64], xmm0
 mov rax, qword ptr [rsp + 48]
 mov qword ptr [rbx + 80], rax
 mov qword ptr [rbx + 88], rsi
 mov qword ptr [rbx + 96], r10
 mov byte ptr [rbx + 104], dl
.L21:
 mov rax, rbx
 add rsp, 232
 pop rbx
 pop r12
 pop r13
 pop r14
 pop r15
 pop rbp
 ret
.L16:
 movzx edi, byte ptr [rsi + 14]
 cmp rdx, 18
 mov byte ptr [rsp + 6], dil
 jae .L22
 mov r14d, 2
 mov al, 1
 mov qword ptr [rsp + 8], rax
 mov eax, 1
 mov esi, 1
 mov qword ptr [rsp + 16], rsi
 xor r12d, r12d
 mov dil, 1
 mov bpl, 1
 jmp .L23
.L22:
 movzx eax, byte ptr [rsi + 15]
 cmp bpl, 5
 jne .L24
 mov r10d, eax
 shr r10d, 3
 movzx r15d, word ptr [rsi + 16]
 rol r15w, 8
 and r10d, 1
 shl r15d, 16
 inc r15
 shl r10, 32
 mov edi, eax
 and edi, 64
 shl edi, 18
 or rdi, r10
 mov r11d, eax
 and r11d, 7
 shl r11d, 8
 xor r10d, r10d
 jmp .L25
.L24:
 test bpl, 13
 jne .L26
 xor r10d, r10d
 jmp .L27
.L26:
 movzx r10d, word ptr [rsi + 16]
 shl r10d, 16
 mov r12d, eax
 and r12d, 127
 shl r12d, 8
 or r12d, r10d
 bswap r12d
 mov r10d, 1
.L27:
 movabs rdi, 8623489024
 test bpl, 13
 jne .L28
 movzx r11d, word ptr [rsi + 16]
 rol r11w, 8
 movzx r11d, r11w
 shl r11, 48
 movabs r15, 4294967296
 or r15, r11
 xor r11d, r11d
 jmp .L25
.L28:
 xor r11d, r11d
 xor r15d, r15d
.L25:
 xor ebx, ebx
 cmp bpl, 5
 sete bl
 shl r12, 32
 mov r14d, r10d
 or r14, r12
 shr al, 7
 movzx eax, al
 shl eax, 16
 or rbx, rax
 or rdi, r11
 or rdi, rbx
 mov qword ptr [rsp + 72], rdi
 lea r12, [rdx - 18]
 lea rax, [rsi + 18]
 mov qword ptr [rsp + 16], rax
 mov al, 1
 mov qword ptr [rsp + 8], rax
 mov r11d, 1
 test r13b, r13b
 je .L29
 mov eax, 1
 mov dil, 1
 mov bpl, 1
.L23:
 movzx esi, byte ptr [rsp + 4]
 jmp .L10
.L29:
 xor r10d, r10d
 mov dil, 1
 mov bl, 1
 movzx esi, byte ptr [rsp + 4]
 jmp .L11
.L0:
 lea rsi, [rip + .L30]
 lea rdi, [rsp + 88]
 mov edx, 1
 xor ecx, ecx
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rcx, qword ptr [rsp + 88]
 movups xmm0, xmmword ptr [rsp + 96]
 mov eax, dword ptr [rsp + 112]
 movzx edx, byte ptr [rsp + 116]
 movzx esi, byte ptr [rsp + 119]
 shl esi, 16
 movzx edi, word ptr [rsp + 117]
 or edi, esi
 mov rsi, rcx
 shr rsi, 8
 jmp .L31
.L3:
 lea rsi, [rip + .L32]
 lea rdi, [rsp + 32]
 mov edx, 8
 mov rcx, r10
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 32]
 movups xmm0, xmmword ptr [rsp + 40]
 mov edx, dword ptr [rsp + 56]
 movzx ecx, byte ptr [rsp + 60]
 movzx esi, byte ptr [rsp + 63]
 movzx edi, word ptr [rsp + 61]
 shl rdi, 40
 shl rsi, 56
 or rsi, rdi
 jmp .L33
.L8:
 lea rsi, [rip + .L34]
 lea rdi, [rsp + 32]
 mov edx, 8
 mov rcx, r10
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, qword ptr [rsp + 32]
 mov rcx, qword ptr [rsp + 56]
 movups xmm0, xmmword ptr [rsp + 40]
 mov qword ptr [rsp + 176], rax
 movups xmmword ptr [rsp + 184], xmm0
 mov qword ptr [rsp + 200], rcx
 lea rdi, [rsp + 96]
 lea rdx, [rsp + 176]
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 120]
 movups xmm0, xmmword ptr [rsp + 104]
 movzx ecx, byte ptr [rsp + 103]
 shl ecx, 16
 movzx edx, word ptr [rsp + 101]
 or edx, ecx
 shl rdx, 32
 mov esi, dword ptr [rsp + 97]
 or rsi, rdx
 movzx ecx, byte ptr [rsp + 96]
 jmp .L35
.L18:
 xor esi, esi
 mov rdi, qword ptr [rsp + 16]
 sub rdi, r12
 cmovae rsi, rdi
 jmp .L36
.L19:
 xor esi, esi
 sub r9, r12
 cmovae rsi, r9
 mov cl, 1
.L36:
 add edx, esi
 add edx, 8
 xor esi, esi
 mov rbx, qword ptr [rsp + 216]
.L33:
 mov qword ptr [rsp + 176], rax
 movups xmmword ptr [rsp + 184], xmm0
 movzx eax, cl
 shl rax, 32
 or rax, rsi
 mov ecx, edx
 or rcx, rax
 mov qword ptr [rsp + 200], rcx
 lea rdi, [rsp + 96]
 lea rdx, [rsp + 176]
 mov esi, 1
 call qword ptr [rip + Extent::inner@GOTPCREL]
 mov rax, qword ptr [rsp + 120]
 movups xmm0, xmmword ptr [rsp + 104]
 mov rcx, qword ptr [rsp + 96]
 mov rsi, rcx
 shr rsi, 8
.L35:
 mov rdx, rax
 shr rdx, 32
 mov rdi, rax
 shr rdi, 40
.L31:
 shl rsi, 8
 movzx ecx, cl
 or rcx, rsi
 shl rdi, 40
 movzx edx, dl
 shl rdx, 32
 or rdx, rdi
 mov eax, eax
 or rax, rdx
 mov qword ptr [rbx + 8], rcx
 movups xmmword ptr [rbx + 16], xmm0
 mov qword ptr [rbx + 32], rax
 mov dword ptr [rbx], 4
 jmp .L21
