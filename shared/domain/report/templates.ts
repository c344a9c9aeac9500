export interface ReportTemplate {
  readonly ID: number;
  readonly name: string;
  readonly description: string;
  readonly timeFilterSupported: boolean;
  readonly computerFilterSupported: boolean;
  readonly tagFilterSupported: boolean;
  readonly supportedFormats: ('pdf' | 'csv' | 'html' | 'plaintext' | 'rtf' | 'xls' | 'xml')[];
}

const DOCUMENT: ReportTemplate['supportedFormats'] = ['pdf', 'csv'];

const template = (
  ID: number,
  name: string,
  description: string,
  supports: { readonly time?: true; readonly computers?: true; readonly tags?: true } = {},
  supportedFormats: ReportTemplate['supportedFormats'] = DOCUMENT,
): ReportTemplate => ({
  ID,
  name,
  description,
  timeFilterSupported: supports.time ?? false,
  computerFilterSupported: supports.computers ?? false,
  tagFilterSupported: supports.tags ?? false,
  supportedFormats: [...supportedFormats],
});

/** Reports that this service makes; the others are listed because existing scripts look for them. */
const made = new Set([1, 2, 3, 4, 5, 7, 8, 9, 10, 12]);

/** The template of a report that can be made in this format. */
export const madeTemplate = (ID: number, format: string): ReportTemplate | undefined =>
  reportTemplates.find(
    (each) => each.ID === ID && made.has(ID) && (each.supportedFormats as readonly string[]).includes(format),
  );

/** The reports of the service, behaviour.md section 9. Ids are stable: scheduled tasks keep them. */
export const reportTemplates: readonly ReportTemplate[] = [
  template(1, 'Alert Report', 'The most frequent alerts.', { time: true, computers: true }),
  template(2, 'Attack Report', 'Analysis of detected and prevented attacks.', {
    time: true,
    computers: true,
    tags: true,
  }),
  template(3, 'Computer Report', 'Each computer with what is configured on it.', { computers: true }),
  template(4, 'DPI Rule Recommendation Report', 'Recommended rules of one policy or computer.', {
    computers: true,
  }),
  template(5, 'Firewall Report', 'Firewall events and the computers they came from.', {
    time: true,
    computers: true,
    tags: true,
  }),
  template(6, 'Forensic Computer Audit Report', 'The configuration of an agent in force.', {
    computers: true,
  }),
  template(7, 'Intrusion Prevention Report', 'Intrusion prevention events by rule and computer.', {
    time: true,
    computers: true,
    tags: true,
  }),
  template(8, 'Recommendation Report', 'What recommendation scans found, by computer.', { computers: true }),
  template(9, 'Recommendation Summary Report', 'What recommendation scans found, in total.', {
    computers: true,
  }),
  template(
    10,
    'Security Module Usage Report',
    'Which modules ran on which computers, and for how long.',
    { time: true, computers: true },
    ['csv'],
  ),
  template(11, 'Suspicious Application Activity Report', 'What hints at malicious activity.', {
    time: true,
    computers: true,
  }),
  template(12, 'System Event Report', 'What the plane and the agents recorded of themselves.', {
    time: true,
    tags: true,
  }),
  template(13, 'User and Contact Report', 'Administrators and contacts with their activity.', { time: true }),
];
