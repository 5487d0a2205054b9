-- Neovim's own LSP client at work without a screen, by the commands its user would give. It takes steps from a JSON
-- file, `[["open", "a.heady.yaml"], ["hover"]]`, and writes what each of them showed to another, one item a step; or,
-- at the first step that fails, `{"error": "..."}`. Written for Neovim 0.7, which Debian 12 has, and later.

local patience = 100000 -- ms: generous, as the tests prove behaviour and not speed
local folder = vim.env.HEADY_FOLDER
local client_id
local exit_code

local function wait_for(what, holds)
  if not vim.wait(patience, holds, 10) then
    error(what .. ' did not happen. Messages: ' .. vim.fn.execute('messages'))
  end
end

local function path_of(file)
  return folder .. '/' .. file
end

--- Runs a command that edits the buffer some time later.
local function await_edit(what, command)
  local before = vim.b.changedtick
  command()
  wait_for(what, function()
    return vim.b.changedtick ~= before
  end)
end

local severities = { 'error', 'warning', 'info', 'hint' }

local function findings_in(file)
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(vim.fn.bufadd(path_of(file)))) do
    table.insert(found, {
      rule = it.code or it.user_data.lsp.code,
      severity = severities[it.severity],
      start = { line = it.lnum + 1, column = it.col + 1 },
      ['end'] = { line = it.end_lnum + 1, column = it.end_col + 1 },
    })
  end
  return found
end

--- What every Neovim can: newer ones would pull diagnostics, of open files alone, and take snippets.
local function capabilities()
  local able = vim.lsp.protocol.make_client_capabilities()
  able.textDocument.diagnostic = nil
  able.textDocument.completion.completionItem.snippetSupport = false
  return able
end

local function attach()
  if not client_id then
    local ready = false
    client_id = vim.lsp.start_client({
      name = 'heady',
      cmd = { vim.env.HEADY_NODE, vim.env.HEADY_SERVER, '--stdio' },
      root_dir = folder,
      workspace_folders = { { uri = vim.uri_from_fname(folder), name = 'workspace' } },
      capabilities = capabilities(),
      on_init = function()
        ready = true
      end,
      on_exit = function(code)
        exit_code = code
      end,
    })
    wait_for('the handshake', function()
      return ready
    end)
  end
  vim.lsp.buf_attach_client(0, client_id)
  vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'
end

vim.cmd('filetype indent off') -- It would indent a line below `key: value` one deeper.
vim.o.hidden = true
vim.o.completeopt = 'menuone'
vim.api.nvim_create_autocmd('FileType', { pattern = 'yaml', callback = attach })

local steps = {}

function steps.open(file)
  vim.cmd('edit ' .. vim.fn.fnameescape(path_of(file)))
end

--- Puts the cursor on the first letter of a text.
function steps.at(text)
  vim.fn.cursor(1, 1)
  if vim.fn.search('\\V' .. vim.fn.escape(text, '\\'), 'cW') == 0 then
    error('There is no ' .. text .. ' in ' .. vim.fn.expand('%'))
  end
end

--- The findings of each file as soon as there are so many; what there is when patience ends.
function steps.findings(counts)
  local found = {}
  vim.wait(patience, function()
    local all = true
    for file, count in pairs(counts) do
      found[file] = findings_in(file)
      all = all and #found[file] == count
    end
    return all
  end, 50)
  for file, list in pairs(found) do
    found[file] = #list > 0 and list or vim.empty_dict()
  end
  return found
end

function steps.hover()
  vim.lsp.buf.hover()
  local shown
  wait_for('a hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = window
      end
    end
    return shown
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(shown), 0, -1, false)
  vim.api.nvim_win_close(shown, true)
  return table.concat(lines, '\n')
end

--- Types at the end of the cursor's line, asks for completion and takes one of what is offered; answers all of it.
function steps.complete(typed, chosen)
  local offered
  local keys = function(text)
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(text, true, false, true), 't', false)
  end
  local began = vim.loop.now()
  local timer = vim.loop.new_timer()
  timer:start(
    20,
    20,
    vim.schedule_wrap(function()
      if offered then
        return
      end
      local late = vim.loop.now() - began > patience
      if vim.fn.pumvisible() == 0 and not late then
        return
      end
      timer:stop()
      offered = {}
      for index, item in ipairs(vim.fn.complete_info({ 'items' }).items) do
        table.insert(offered, item.abbr ~= '' and item.abbr or item.word)
        if offered[index] == chosen then
          chosen = index
        end
      end
      keys(type(chosen) == 'number' and ('<C-n>'):rep(chosen - 1) .. '<C-y><Esc>' or '<C-e><Esc>')
    end)
  )
  -- '!' stays in insert mode until the timer's keys end it.
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('A' .. typed .. '<C-x><C-o>', true, false, true), 'tx!', false)
  timer:close()
  return offered
end

--- Takes the code action of that title; answers the titles of all that were offered.
function steps.fix(title, only)
  local offered
  local taken
  vim.ui.select = function(actions, options, choose)
    offered = vim.tbl_map(options.format_item, actions)
    for index, action in ipairs(actions) do
      if offered[index] == title then
        taken = action
      end
    end
    choose(taken)
  end
  local before = vim.b.changedtick
  local context = only and { only = { only } }
  -- Up to 0.7 it takes the context itself.
  vim.lsp.buf.code_action(vim.lsp.buf.format and { context = context } or context or nil)
  wait_for(title, function()
    return (offered and not taken) or vim.b.changedtick ~= before
  end)
  if not taken then
    error('Not offered: ' .. title .. '. There are: ' .. table.concat(offered, '; '))
  end
  return offered
end

function steps.rename(name)
  await_edit('renaming', function()
    vim.lsp.buf.rename(name)
  end)
end

--- Renames to what cannot be; answers what the user is told.
function steps.refusal(name)
  vim.cmd('messages clear')
  vim.lsp.buf.rename(name)
  wait_for('a refusal', function()
    return vim.fn.execute('messages') ~= ''
  end)
  return vim.trim(vim.fn.execute('messages'))
end

function steps.format()
  await_edit('formatting', function()
    if vim.lsp.buf.format then
      vim.lsp.buf.format({ timeout_ms = patience })
    else
      vim.lsp.buf.formatting_sync(nil, patience) -- up to 0.7
    end
  end)
end

--- Follows the name under the cursor; answers where that leads, as `file:line`.
function steps.definition()
  local place = function()
    return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t') .. ':' .. vim.fn.line('.')
  end
  local before = place()
  vim.lsp.buf.definition()
  wait_for('a jump', function()
    return place() ~= before
  end)
  return place()
end

--- The places of the quickfix list, as `file:line`.
function steps.references()
  vim.fn.setqflist({})
  vim.lsp.buf.references()
  wait_for('a list of references', function()
    return #vim.fn.getqflist() > 0
  end)
  local places = vim.tbl_map(function(item)
    return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(item.bufnr), ':t') .. ':' .. item.lnum
  end, vim.fn.getqflist())
  vim.cmd('cclose')
  return places
end

function steps.undo()
  vim.cmd('silent undo')
end

--- The text of a file as the editor has it.
function steps.text(file)
  local buffer = vim.fn.bufadd(path_of(file))
  vim.fn.bufload(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') .. '\n'
end

--- Ends the server; answers its exit code.
function steps.stop()
  vim.lsp.stop_client(client_id)
  wait_for('the end of the server', function()
    return exit_code ~= nil
  end)
  return exit_code
end

local function run()
  local answers = {}
  for index, step in ipairs(vim.fn.json_decode(vim.fn.readfile(vim.env.HEADY_STEPS))) do
    local answer = steps[step[1]](unpack(step, 2))
    answers[index] = answer == nil and vim.NIL or answer
  end
  return answers
end

local ok, answers = pcall(run)
vim.fn.writefile({ vim.fn.json_encode(ok and answers or { error = answers }) }, vim.env.HEADY_ANSWERS)
vim.cmd('qall!')
