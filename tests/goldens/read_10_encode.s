 movzx eax, byte ptr [rsi + 10]
 shl rax, 53
 movzx ecx, byte ptr [rsi + 13]
 shl rcx, 52
 or rcx, rax
 movzx eax, byte ptr [rsi + 14]
 shl rax, 51
 or rax, rcx
 movzx ecx, byte ptr [rsi + 15]
 shl rcx, 48
 or rcx, rax
 mov eax, dword ptr [rsi]
 shl rax, 16
 or rax, rcx
 movzx ecx, byte ptr [rsi + 11]
 shl ecx, 8
 or rcx, rax
 movzx eax, word ptr [rsi + 8]
 mov edx, eax
 shr edx, 8
 or rdx, rcx
 movabs rcx, 2882303761517117440
 or rcx, rdx
 bswap rcx
 shl eax, 8
 movzx edx, byte ptr [rsi + 12]
 or edx, eax
 rol dx, 8
 mov rax, rdi
 mov qword ptr [rdi], rcx
 mov word ptr [rdi + 8], dx
 ret
