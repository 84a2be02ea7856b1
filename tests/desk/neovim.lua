-- What Neovim sees while somebody writes: run by tests/desk/editors.py, which judges what this writes down.
local out = { steps = {} }

local function note(name, value)
  out.steps[#out.steps + 1] = { name, value }
end

local function finish()
  local file = io.open(os.getenv('SEEN'), 'w')
  file:write(vim.fn.json_encode(out))
  file:close()
  vim.cmd('qall!')
end

local function found()
  local seen = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    local line = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1]
    local text = d.lnum == d.end_lnum and line:sub(d.col + 1, d.end_col) or ''
    seen[#seen + 1] = { code = d.code, text = text }
  end
  return seen
end

local function until_(what)
  assert(vim.wait(60000, what, 50), 'nothing came')
end

local function has(code)
  return function()
    for _, d in ipairs(vim.diagnostic.get(0)) do
      if d.code == code then return true end
    end
    return false
  end
end

local function lacks(code)
  local there = has(code)
  return function() return not there() end
end

local function ask(method, more)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(), more or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000)) do
    return answer.result
  end
end

local function line_of(words)
  return vim.fn.search('\\V' .. words, 'cw')
end

local function last_line()
  return vim.api.nvim_buf_get_lines(0, -2, -1, false)[1]
end

-- Type keys, wait until the last line is as it has to be, and go on.
local function type_(keys, wanted, go_on)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'n', false)
  local waited = 0
  local function look()
    waited = waited + 1
    local ok, fault = xpcall(function()
      if last_line():find(wanted) then
        go_on()
      else
        assert(waited < 600, 'not typed: ' .. last_line())
        vim.defer_fn(look, 100)
      end
    end, debug.traceback)
    if not ok then
      out.fault = fault
      finish()
    end
  end
  vim.defer_fn(look, 100)
end

local ok, fault = xpcall(function()
  vim.ui.select = function(items, options, choose)
    local titles = {}
    for i, item in ipairs(items) do titles[i] = options.format_item(item) end
    note('offered', titles)
    choose(items[1], 1)
  end

  until_(has('image_missing'))
  note('found', found())

  vim.lsp.codelens.refresh()
  until_(function() return #vim.lsp.codelens.get(0) > 0 end)
  local titles = {}
  for i, lens in ipairs(vim.lsp.codelens.get(0)) do titles[i] = lens.command.title end
  note('lenses', titles)

  line_of('a plan')
  note('hover', ask('textDocument/hover').contents.value)

  -- As one who chooses the first fix at the cursor.
  vim.lsp.buf.code_action()
  until_(lacks('image_missing'))
  note('mended', vim.api.nvim_get_current_line())

  -- A fix that was asked for before the text changed.
  line_of('We wrote')
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {}, only = { 'quickfix' } }
  local offered
  for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000)) do
    offered = answer.result
  end
  local chosen
  for _, answer in pairs(vim.lsp.buf_request_sync(0, 'codeAction/resolve', offered[1], 60000)) do
    chosen = answer.result
  end
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { 'A line more.' })
  until_(function() return vim.lsp.util.buf_versions[vim.api.nvim_get_current_buf()] > chosen.edit.documentChanges[1].textDocument.version end)
  local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.lsp.util.apply_workspace_edit(chosen.edit, 'utf-16')
  note('stale', vim.deep_equal(before, vim.api.nvim_buf_get_lines(0, 0, -1, false)))

  -- Typing, and completing as one types; keys are read when this function has ended.
  vim.cmd('normal! Go![](figures/')
  type_('A<C-X><C-O>', 'plan%.png', function()
    type_(')<Esc>', '%)$', function()
      note('completed', last_line())
      local names = {}
      for i, symbol in ipairs(ask('textDocument/documentSymbol')) do
        for j, child in ipairs(symbol.children) do names[j] = child.name .. ': ' .. child.detail end
      end
      note('outline', names)
      vim.api.nvim_buf_set_lines(0, 0, -1, false, {})
      until_(has('broken'))
      note('emptied', found())
      finish()
    end)
  end)
end, debug.traceback)
if not ok then
  out.fault = fault
  finish()
end
