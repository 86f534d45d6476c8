 mov rax, rdi
 mov ecx, dword ptr [rsi + 20]
 cmp rcx, 65536
 jae .L0
 mov edx, dword ptr [rsi + 16]
 mov esi, dword ptr [rsi + 24]
 xor edi, edi
 cmp ecx, 2
 setb dil
 shl esi, 16
 shl rcx, 48
 shl rsi, 16
 shl edx, 16
 shl edi, 11
 or rdi, rcx
 or rdi, rdx
 lea rdx, [rsi + rdi]
 add rdx, 1088
 mov cl, 12
 mov qword ptr [rax], rdx
 mov byte ptr [rax + 28], cl
 ret
.L0:
 lea rdx, [rip + .L1]
 mov qword ptr [rax + 8], 65535
 mov qword ptr [rax + 16], rcx
 mov dword ptr [rax + 24], 0
 xor ecx, ecx
 mov qword ptr [rax], rdx
 mov byte ptr [rax + 28], cl
 ret
