// The nodes of the form as screens: which questions stand on one, in which order.
import type { AnyNode, UploadNode } from "@getodk/xforms-engine";
import { type Leaf, words } from "./fields";

type Repeat = Extract<AnyNode, { nodeType: "repeat-range:uncontrolled" }>;

/** What is shown at once: questions, or whether to ask a group once more. */
export interface Screen {
  id: string;
  trail: string[];
  leaves: Leaf[];
  repeat?: Repeat;
  /** The repeat and the place in it, on the first screen of one of its times. */
  time?: { repeat: Repeat; place: number };
}

export function* screensOf(parent: AnyNode, trail: string[], time?: Screen["time"]): Generator<Screen> {
  let first = time;
  for (const node of (parent.currentState.children ?? []) as readonly AnyNode[]) {
    if (!node.currentState.relevant) continue;
    const below = [...trail, words(node.currentState.label)];
    const about = first ? { time: first } : {};
    switch (node.nodeType) {
      case "group":
        if ((node.appearances as Record<string, unknown> | null)?.["field-list"]) {
          const leaves = [...leavesOf(node)];
          if (leaves.length) yield { id: node.currentState.reference, trail: below, leaves, ...about };
        } else yield* screensOf(node, below, first);
        break;
      case "repeat-range:controlled":
      case "repeat-range:uncontrolled": {
        const open = node.nodeType === "repeat-range:uncontrolled" ? node : undefined;
        for (const [place, each] of node.currentState.children.entries()) {
          const label = `${words(node.currentState.label)} ${place + 1}`.trim();
          yield* screensOf(each, [...trail, label], open && { repeat: open, place });
        }
        if (open) {
          yield { id: `${node.currentState.reference}+`, trail: below, leaves: [], repeat: open };
        }
        continue;
      }
      case "model-value":
        continue;
      default:
        if (!isLeaf(node)) continue;
        yield { id: node.currentState.reference, trail, leaves: [node], ...about };
    }
    first = undefined;
  }
}

function* leavesOf(parent: AnyNode): Generator<Leaf> {
  for (const node of (parent.currentState.children ?? []) as readonly AnyNode[]) {
    if (!node.currentState.relevant) continue;
    if (isLeaf(node)) yield node;
    else yield* leavesOf(node);
  }
}

/** Every question that a file answers, asked or not. */
export function uploadsOf(parent: AnyNode): UploadNode[] {
  const children = (parent.currentState.children ?? []) as readonly AnyNode[];
  return children.flatMap((node) => (node.nodeType === "upload" ? [node] : uploadsOf(node)));
}

const LEAVES = new Set(["input", "select", "note", "range", "rank", "trigger", "upload"]);

function isLeaf(node: AnyNode): node is Leaf {
  return LEAVES.has(node.nodeType);
}
