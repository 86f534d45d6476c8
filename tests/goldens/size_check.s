 test rdx, rdx
 je .L0
 mov rcx, rdx
 movzx eax, byte ptr [rsi]
 cmp rdx, 1
 je .L1
 mov rdx, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 movzx esi, byte ptr [rdx + rax + 16]
 cmp rcx, rsi
 jne .L1
 mov qword ptr [rdi + 8], rdx
 mov byte ptr [rdi + 16], al
 mov qword ptr [rdi], 0
 mov rax, rdi
 ret
.L0:
 mov rax, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 mov qword ptr [rdi + 8], rax
 mov dword ptr [rdi + 16], 0
 mov byte ptr [rdi + 20], 0
 mov qword ptr [rdi], 1
 mov rax, rdi
 ret
.L1:
 push rbx
 movzx edx, al
 mov rsi, qword ptr [rip + mmc::OPCODE_SIZE@GOTPCREL]
 mov rbx, rdi
 call qword ptr [rip + SizeTable::check_further@GOTPCREL]
 mov rax, rbx
 pop rbx
 ret
