/** How a finding is reported. */
export type Severity = 'error' | 'warning' | 'info';

/** What a policy or vertical may say of a rule. */
export type SeveritySetting = Severity | 'off';
