/** Values of the tag `DataSensitivity`, the least sensitive first. */
export const SENSITIVITIES: readonly string[] = ['public', 'internal', 'confidential', 'restricted'];
