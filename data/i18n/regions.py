"""Names of the socio-economic regions."""

WORDS = {
    "regions.tdmn": ("Trung du và miền núi phía Bắc", "Northern midlands and mountains"),
    "regions.dbsh": ("Đồng bằng sông Hồng", "Red River Delta"),
    "regions.dhmt": ("Bắc Trung Bộ và Duyên hải miền Trung", "North Central and Central Coast"),
    "regions.tn": ("Tây Nguyên", "Central Highlands"),
    "regions.btb": ("Bắc Trung Bộ", "North Central"),
    "regions.ntb": ("Duyên hải Nam Trung Bộ và Tây Nguyên", "South Central Coast and Central Highlands"),
    "regions.dnb": ("Đông Nam Bộ", "Southeast"),
    "regions.dbscl": ("Đồng bằng sông Cửu Long", "Mekong Delta"),
}
