// Runs in a worker: where the nodes of a part of the graph stand best among themselves, by d3-force. It begins with
// where they stand, and chance has no part in it.

const STRETCH = 1.25; // labels are wider than high

onmessage = ({ data: { x, y, radius, from, to, wide } }) => {
  const nodes = Array.from(x, (_, index) => ({ index, x: x[index], y: y[index] }));
  const links = Array.from(from, (source, k) => ({ source, target: to[k] }));
  const ticks = nodes.length > 3000 ? 120 : 300;
  const across = wide ? 1 / STRETCH : STRETCH;
  const work = d3.forceSimulation(nodes).stop().alphaDecay(1 - 0.001 ** (1 / ticks))
    .force("link", d3.forceLink(links).distance((link) => 70 + radius[link.source.index] + radius[link.target.index]))
    .force("charge", d3.forceManyBody().strength((node) => -180 - 12 * radius[node.index]).distanceMax(1500))
    .force("collide", d3.forceCollide((node) => radius[node.index] + 16))
    .force("x", d3.forceX().strength(0.06 * across))
    .force("y", d3.forceY().strength(0.06 / across));
  for (let tick = 1; tick <= ticks; tick++) {
    work.tick();
    if (tick % 5 === 0) postMessage({ done: tick / ticks });
  }
  postMessage({ x: Float64Array.from(nodes, (node) => node.x), y: Float64Array.from(nodes, (node) => node.y) });
};
