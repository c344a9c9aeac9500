/** The schedule that every tenant begins with; clients look for it by its name. The hours of a week, Sunday 00:00 first. */
export const everyDay = {
  ID: 1,
  name: 'Every Day All Day',
  description: '',
  hoursOfWeek: Array.from({ length: 7 * 24 }, () => true),
};
