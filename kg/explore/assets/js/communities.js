// Communities: entities with more facts among themselves than to others, named by those in their middle.

const MIDDLE = 3; // so many name a community
const communityCount = 1 + nodes.community.reduce((a, b) => Math.max(a, b), -1);

// The last of them are all entities that are in none.
const communityOf = Uint32Array.from(nodes.community, (number) => (number < 0 ? communityCount : number));
const communities = (() => {
  const inner = new Uint32Array(nodeCount); // facts within the community
  for (let edge = 0; edge < edgeCount; edge++) {
    const [a, b] = [edges.from[edge], edges.to[edge]];
    if (a === b || nodes.community[a] !== nodes.community[b]) continue;
    inner[a]++;
    inner[b]++;
  }
  const groups = group(communityCount, nodes.community);
  return [...groups.map((list) => list.sort((a, b) => inner[b] - inner[a] || a - b)), []];
})();

const namesOf = (number, count) => communities[number].slice(0, count).map((node) => short(nodes.label[node], 26));

/** "Apple, TSMC, Nvidia". */
const communityLabel = (number) => (number === communityCount ? t("community.none") : namesOf(number, MIDDLE).join(", "));

// ---- in the picture: written over it where too much is drawn for all to have a name

const MANY = 150; // nodes in view
const CAPTIONS = 14;

/** Names of the communities that are drawn, the largest first, each in the middle of its own. */
function drawCaptions(context, view, scale, room) {
  const seen = picture.byDegree.filter((node) => nodeInView(node, view));
  if (seen.length < MANY || !communityCount) return;
  const drawn = group(communityCount, seen.map((node) => nodes.community[node]));
  const ranked = [...drawn.keys()].filter((number) => drawn[number].length >= 10).sort((a, b) => drawn[b].length - drawn[a].length || a - b);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.font = `700 ${(15 / scale).toFixed(3)}px ${FONT}`;
  for (const number of ranked.slice(0, CAPTIONS)) {
    const list = drawn[number].map((k) => seen[k]);
    const middle = (along) => list.map((node) => along[node]).sort((a, b) => a - b)[list.length >> 1];
    const text = namesOf(number, 2).join(" · ");
    const half = (context.measureText(text).width * scale) / 2;
    const [px, py] = [room.within(middle(x) * scale, half) / scale, middle(y)];
    if (!room.take(px * scale - half - 4, py * scale - 12, px * scale + half + 4, py * scale + 12)) continue;
    context.strokeStyle = color.page;
    context.lineWidth = 5 / scale;
    context.strokeText(text, px, py);
    context.fillStyle = color.accent;
    context.fillText(text, px, py);
  }
}
