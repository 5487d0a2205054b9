import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { headyApi } from '../heady.ts';
import {
  activateHeady,
  eventually,
  findingIn,
  findings,
  makeFix,
  showFile,
  workspaceUri,
} from '../support.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';

const service = (name: string, plane = 'app') => `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  title: Somewhere else
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec:
  environment: dev
  plane: ${plane}
  runtime: docker
`;
const virtual = (name: string) => vscode.Uri.parse(`heady-test:/virtual/${name}`);

describe('a workspace of several folders, one of which is on no disk', () => {
  before(async () => {
    const files = {
      '/virtual/wrong.heady.yaml': service('dev-health-wrong', 'appx'),
      '/virtual/closed.heady.yaml': service('dev-health-closed', 'appx'),
    };
    vscode.workspace.registerFileSystemProvider('heady-test', new MemoryFileSystem(files));
    await activateHeady();
  });

  it('has one catalog of the folders on disk', async () => {
    const { catalog } = await headyApi();
    const snapshot = await eventually('the workspace being read', () => {
      const now = catalog.snapshot();
      return now && !now.indexing && now.items.length > 0 ? now : undefined;
    });
    const folders = new Set(snapshot.items.map(({ uri }) => uri?.includes('/broken/')));
    assert.deepEqual(folders, new Set([true, false]));
    assert.deepEqual(snapshot.virtualFolders, ['heady-test:/virtual']);
  });

  it('reports findings of every folder', async () => {
    const uri = vscode.Uri.joinPath(workspaceUri(), '..', 'broken', 'naming.service.heady.yaml');
    await findingIn(uri, 'naming/service');
  });

  it('checks what is open on no disk, and takes it into the catalog while it is', async () => {
    const uri = virtual('wrong.heady.yaml');
    const { document } = await showFile(uri);
    assert.equal(document.languageId, 'heady-manifest');
    const finding = await findingIn(uri, 'schema/enum');
    assert.equal(document.getText(finding.range), 'appx');
    const { catalog } = await headyApi();
    await eventually('its entry', () =>
      catalog.snapshot()?.items.find((item) => item.uri === uri.toString()),
    );
    assert.deepEqual(findings(virtual('closed.heady.yaml'), 'schema/enum'), []);
  });

  it('mends it there', async () => {
    const uri = virtual('wrong.heady.yaml');
    const finding = await findingIn(uri, 'schema/enum');
    await makeFix(uri, finding.range, ({ isPreferred }) => isPreferred);
    await eventually('the finding going away', () =>
      findings(uri, 'schema/enum').length === 0 ? true : undefined,
    );
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), service('dev-health-wrong'));
    assert.ok(await document.save());
  });
});
