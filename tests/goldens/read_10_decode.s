 push rbx
 sub rsp, 32
 mov rcx, rdx
 cmp rdx, 10
 jb .L0
 movzx eax, byte ptr [rsi]
 cmp rax, 40
 jne .L1
 movzx eax, byte ptr [rsi + 1]
 mov edx, eax
 shr dl, 5
 movzx r8d, byte ptr [rsi + 6]
 and r8b, 31
 mov r9d, dword ptr [rsi + 2]
 bswap r9d
 mov r10d, eax
 and r10b, 1
 movzx r11d, word ptr [rsi + 7]
 rol r11w, 8
 movzx esi, byte ptr [rsi + 9]
 mov ebx, eax
 shr bl, 4
 and bl, 1
 shr al, 3
 and al, 1
 mov dword ptr [rdi], r9d
 mov dword ptr [rdi + 4], 2048
 mov word ptr [rdi + 8], r11w
 mov byte ptr [rdi + 10], dl
 mov byte ptr [rdi + 11], r8b
 mov byte ptr [rdi + 12], sil
 mov byte ptr [rdi + 13], bl
 mov byte ptr [rdi + 14], al
 mov byte ptr [rdi + 15], r10b
 mov byte ptr [rdi + 28], 13
 cmp rcx, 10
 jne .L2
 mov rax, rdi
 add rsp, 32
 pop rbx
 ret
.L0:
 lea rsi, [rip + .L3]
 mov rax, rsp
 mov edx, 10
 mov rbx, rdi
 mov rdi, rax
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rdi, rbx
 mov rax, qword ptr [rsp]
 mov ecx, dword ptr [rsp + 24]
 mov dword ptr [rbx + 24], ecx
 movups xmm0, xmmword ptr [rsp + 8]
 movups xmmword ptr [rbx + 8], xmm0
 movzx ecx, byte ptr [rsp + 28]
 movzx edx, word ptr [rsp + 29]
 mov word ptr [rbx + 29], dx
 movzx edx, byte ptr [rsp + 31]
 mov byte ptr [rbx + 31], dl
 mov qword ptr [rbx], rax
 mov byte ptr [rbx + 28], cl
 mov rax, rdi
 add rsp, 32
 pop rbx
 ret
.L1:
 lea rcx, [rip + .L4]
 mov qword ptr [rdi], rcx
 mov qword ptr [rdi + 8], 40
 mov qword ptr [rdi + 16], rax
 mov dword ptr [rdi + 24], 0
 mov byte ptr [rdi + 28], 4
 mov rax, rdi
 add rsp, 32
 pop rbx
 ret
.L2:
 lea rsi, [rip + .L3]
 mov edx, 10
 mov rbx, rdi
 call qword ptr [rip + DecodeError::long@GOTPCREL]
 mov rax, rbx
 add rsp, 32
 pop rbx
 ret
