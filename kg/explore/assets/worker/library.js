// Runs in a worker: what the page asks of the library, answered in the order in which it was asked.

let before = Promise.resolve();
onmessage = ({ data: { what, given } }) => {
  before = before.then(async () => {
    try {
      postMessage({ answer: await library[what](...given) });
    } catch (error) {
      postMessage({ failed: String(error) });
    }
  });
};
