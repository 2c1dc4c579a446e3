"""The colour and the shape of each temperature, the same in the grid, the charts and the card."""

from lib.domain import Temperature

COLORS = {Temperature.HOT: "#d92d20", Temperature.WARM: "#a86208", Temperature.COLD: "#2f6fb3"}
COLORS_ON_DARK = {
    Temperature.HOT: "#ff7a6e",
    Temperature.WARM: "#f2b04b",
    Temperature.COLD: "#7db4ea",
}
SHAPES = {Temperature.HOT: "▲", Temperature.WARM: "◆", Temperature.COLD: "●"}
