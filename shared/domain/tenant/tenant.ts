/** `suspended`: by the operator, for abuse or use beyond the order (ORD-9). */
export type TenantState = 'active' | 'suspended';
