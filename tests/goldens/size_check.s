 test rdx, rdx
 je .L0
 movzx ecx, byte ptr [rsi]
 cmp rdx, 1
 je .L1
 mov rax, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 movzx r8d, byte ptr [rax + rcx + 16]
 cmp rdx, r8
 jne .L1
 mov qword ptr [rdi + 8], rax
 mov dword ptr [rdi + 16], ecx
 mov qword ptr [rdi], 0
 mov rax, rdi
 ret
.L0:
 mov rax, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 mov qword ptr [rdi + 8], rax
 mov qword ptr [rdi + 16], 0
 mov qword ptr [rdi], 1
 mov rax, rdi
 ret
.L1:
 push rbx
 mov r8, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 mov rbx, rdi
 call qword ptr [rip + SizeTable::check_further@GOTPCREL]
 mov rax, rbx
 pop rbx
 ret
