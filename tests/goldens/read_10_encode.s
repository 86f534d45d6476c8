 movzx eax, byte ptr [rsi + 10]
 shl rax, 53
 movzx ecx, byte ptr [rsi + 13]
 shl rcx, 52
 or rcx, rax
 movzx eax, byte ptr [rsi + 14]
 shl rax, 51
 or rax, rcx
 mov ecx, dword ptr [rsi]
 shl rcx, 16
 or rcx, rax
 movzx eax, byte ptr [rsi + 11]
 shl eax, 8
 or rax, rcx
 movzx ecx, word ptr [rsi + 8]
 mov edx, ecx
 shr edx, 8
 or rdx, rax
 movabs r8, 2882303761517117440
 or r8, rdx
 bswap r8
 shl ecx, 8
 movzx edx, byte ptr [rsi + 12]
 or edx, ecx
 rol dx, 8
 mov rax, rdi
 mov qword ptr [rdi], r8
 mov word ptr [rdi + 8], dx
 ret
