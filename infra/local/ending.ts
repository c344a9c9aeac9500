/** Things that were started, stopped in the opposite order; one that fails does not keep the others running. */
export interface Ending {
  add(stop: () => void | Promise<void> | undefined): void;
  run(): Promise<void>;
}

export function ending(report: (message: string) => void): Ending {
  const stops: (() => void | Promise<void> | undefined)[] = [];
  return {
    add: (stop) => {
      stops.push(stop);
    },
    run: async () => {
      for (const stop of stops.splice(0).reverse()) {
        try {
          await stop();
        } catch (error) {
          report(`while stopping: ${String(error)}`);
        }
      }
    },
  };
}
