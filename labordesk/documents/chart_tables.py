"""A chart as the table of its values: what Word and Excel show instead of the drawing, to be worked on."""

from __future__ import annotations

from labordesk.documents.model import Align, Chart, Column, Row, Table


def chart_table(chart: Chart) -> Table:
    """Return the values of a chart, the earlier period in a column of its own."""
    columns = [Column(chart.label_heading, 3.0)]
    if len(chart.series) == 1:
        columns.append(Column(chart.value_heading, 1.5, Align.RIGHT))
        rows = tuple(Row((bar.label, bar.value)) for bar in chart.bars)
    else:
        columns += [Column(name, 1.5, Align.RIGHT, group=chart.value_heading) for name in chart.series]
        rows = tuple(Row((bar.label, bar.value, bar.before)) for bar in chart.bars)
    return Table(tuple(columns), rows, caption=chart.table_title or chart.title, size=12)
