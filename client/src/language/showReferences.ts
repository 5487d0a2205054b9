import { commands, type Disposable, Location, Position, Range, Uri } from 'vscode';
import {
  Commands,
  type Position as WirePosition,
  type Range as WireRange,
} from '../../../server/src/protocol.ts';

/** A code lens tells places as LSP has them; the editor's own peek takes its own kinds of place. */
export function registerShowReferences(): Disposable {
  return commands.registerCommand(
    Commands.showReferences,
    (uri: string, position: WirePosition, locations: { uri: string; range: WireRange }[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        positionOf(position),
        locations.map(({ uri: at, range }) => new Location(Uri.parse(at), rangeOf(range))),
      ),
  );
}

function positionOf({ line, character }: WirePosition): Position {
  return new Position(line, character);
}

function rangeOf({ start, end }: WireRange): Range {
  return new Range(positionOf(start), positionOf(end));
}
