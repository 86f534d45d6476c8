 push rbx
 mov rcx, rdx
 cmp rdx, 9
 jbe .L0
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
 movzx r10d, word ptr [rsi + 7]
 rol r10w, 8
 movzx esi, byte ptr [rsi + 9]
 mov r11d, eax
 shr r11b, 4
 and r11b, 1
 shr al, 3
 and al, 1
 mov dword ptr [rdi], r9d
 mov dword ptr [rdi + 4], 2048
 mov word ptr [rdi + 8], r10w
 mov byte ptr [rdi + 10], dl
 mov byte ptr [rdi + 11], r8b
 mov byte ptr [rdi + 12], sil
 mov byte ptr [rdi + 13], r11b
 mov byte ptr [rdi + 14], al
 mov byte ptr [rdi + 28], 13
 cmp rcx, 10
 jne .L2
 mov rax, rdi
 pop rbx
 ret
.L0:
 lea rsi, [rip + .L3]
 mov edx, 10
 mov rbx, rdi
 call qword ptr [rip + DecodeError::short@GOTPCREL]
 mov rax, rbx
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
 pop rbx
 ret
.L2:
 lea rsi, [rip + .L3]
 mov edx, 10
 mov rbx, rdi
 call qword ptr [rip + DecodeError::long@GOTPCREL]
 mov rax, rbx
 pop rbx
 ret
