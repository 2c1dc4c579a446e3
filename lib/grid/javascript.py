"""The JavaScript that the grid runs: constants only, nothing that a visitor wrote."""

# Rows are known by their lead, never by their place: an edit must not land on another lead.
ROW_ID = "(params) => params.data.id"

# The status list opens at the first click instead of the second.
OPEN_LIST = """(event) => setTimeout(() => {
    const editor = event.api.getCellEditorInstances()[0];
    if (editor && editor.eEditor) editor.eEditor.showPicker();
})"""

# What goes back to the server: what happened, to which lead, and the order of the list.
COLLECT = """function({streamlitRerunEventTriggerName, eventData}) {
    const sorted = eventData.api.getColumnState().filter(column => column.sort);
    sorted.sort((a, b) => a.sortIndex - b.sortIndex);
    return {
        type: streamlitRerunEventTriggerName,
        field: eventData.colDef ? eventData.colDef.field : null,
        lead: eventData.data ? eventData.data.id : null,
        version: eventData.data ? eventData.data.status_version : null,
        old: eventData.oldValue ?? null,
        new: eventData.newValue ?? null,
        sort: sorted.map(column => [column.colId, column.sort]),
    };
}"""

# Of clicks only those that open a lead.
RETURNS = """function({streamlitRerunEventTriggerName, eventData}) {
    return streamlitRerunEventTriggerName != 'cellClicked' || eventData.colDef.field == 'open';
}"""

SCORE_BAR = """(params) => ({
    backgroundImage: 'linear-gradient(currentColor, currentColor)',
    backgroundRepeat: 'no-repeat',
    backgroundSize: `calc((100% - 20px) * ${params.value / 100}) 3px`,
    backgroundPosition: '10px calc(100% - 6px)',
})"""

# On a phone what a salesperson does comes before what there is to read.
ON_NARROW = """(event) => {
    if (window.innerWidth >= 600) return;
    event.api.moveColumns(['status', 'intent', 'phone'], 4);
    event.api.setColumnWidths([{key: 'temperature', newWidth: 94}, {key: 'score', newWidth: 52}]);
}"""

KEEP_ORDER = "() => 0"  # the server sorts; the grid sees one page only
