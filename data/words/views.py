"""Words of the ways of viewing the map: two measures, circles, change, side by side, over time, quality."""

WORDS = {
    "views.rough": ("số gần đúng", "approximate"),
    "views.slider": ("Kỳ được vẽ", "Period shown"),
    "views.play": ("Phát lần lượt các kỳ", "Play the periods"),
    "views.pause": ("Dừng", "Pause"),
}
