// A new layout of what is drawn, made by a worker (../worker/arrange.js), with a way back. It ends by itself when
// something else is drawn.

const arrangeScript = takeOut("arrange-script").textContent;
let arranging = null; // the worker at work, and the share of the work that is done
let arranged = null; // the nodes that were laid out anew, and where they stand

const sameNodes = (list) => list.length === picture.nodes.length && list.every((node, k) => node === picture.nodes[k]);

async function arrange() {
  if (arranging || picture.nodes.length < 2) return;
  const list = [...picture.nodes];
  const work = arranging = { list, worker: null, done: 0 };
  showNotice();
  const worker = await workerOf(arrangeScript);
  if (arranging !== work) return worker.terminate();
  work.worker = worker;
  work.worker.onmessage = ({ data }) => (data.x ? arrangedTo(list, data) : progressed(data.done));
  work.worker.onerror = () => { stopArranging(); say(t("arrange.failed")); };
  const place = new Map(list.map((node, k) => [node, k]));
  const columns = { x: Float64Array.from(list, (node) => x[node]), y: Float64Array.from(list, (node) => y[node]),
    radius: Float64Array.from(list, (node) => radius[node]), wide: canvas.clientWidth > canvas.clientHeight };
  for (const end of ["from", "to"]) columns[end] = Uint32Array.from(picture.edges, (edge) => place.get(edges[end][edge]));
  work.worker.postMessage(columns);
}

function progressed(done) {
  if (!arranging) return;
  arranging.done = done;
  const bar = $("notice").querySelector("progress");
  if (bar) bar.value = done;
}

function stopArranging() {
  arranging?.worker?.terminate();
  arranging = null;
  showNotice();
}

function arrangedTo(list, found) {
  stopArranging();
  if (!sameNodes(list)) return;
  arranged = { list, ...found };
  keepArranged();
  showArranged("arrange.done");
}

/** After what is drawn may have changed: the same nodes stay where they were laid out anew. */
function keepArranged() {
  if (arranging && !sameNodes(arranging.list)) stopArranging();
  if (arranged && !sameNodes(arranged.list)) arranged = null;
  arranged?.list.forEach((node, k) => { [x[node], y[node]] = [arranged.x[k], arranged.y[k]]; });
}

/** Every node back to where it stood. */
function disarrange() {
  arranged = null;
  placeNeighbourhood();
  showArranged("arrange.undone");
}

function showArranged(key) {
  showNotice();
  fitByHand();
  $("live").textContent = t(key);
  $("net").focus({ preventScroll: true }); // the button that had it is gone
}

/** What the strip says of it: [words, a bar, the button's words, what it does]; null for nothing. */
function arrangeRow() {
  if (arranging) return [t("arrange.working"), el("progress", { max: 1, value: arranging.done, ariaLabel: t("arrange.working") }), t("notice.path.cancel"), stopArranging];
  return arranged ? [t("arrange.done"), null, t("arrange.undo"), disarrange] : null;
}
