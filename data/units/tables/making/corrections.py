"""What vietnamadminunits has wrong, as plain tables of codes: found by comparison with the official
conversion table (the General Statistics Office's list of communes before and after 1 July 2025) and with
commune shapes of 2025, which were measured against and not copied. docs/units.md lists the differences in words.

An edge is (code in "2024", code in "2025-07").
"""

from typing import Final

# Edges that only the library has: it joins communes by name, and these have a namesake elsewhere in the
# new province. The official table knows none of them. The last three communes have their one true
# successor in the library, and the official table's row with it bears a wrong old code (see below).
FALSE_EDGES: Final[frozenset[tuple[str, str]]] = frozenset({
    ("06079", "06184"), ("10798", "11911"), ("11890", "10804"), ("11890", "10843"), ("23053", "23041"),
    ("25462", "27694"), ("27691", "25459"), ("28036", "28087"), ("28252", "29869"), ("28270", "29869"),
    ("28437", "29869"), ("28439", "29869"), ("28924", "29734"), ("29623", "29182"), ("29734", "28921"),
    ("29902", "29869"), ("29908", "29869"), ("31246", "31726"), ("31268", "31666"), ("31378", "31654"),
    ("31379", "31582"), ("31438", "31741"), ("31474", "31741"), ("31480", "31639"), ("31483", "31591"),
    ("31582", "31378"), ("31606", "31495"), ("31657", "31378"), ("31666", "31288"), ("31669", "31480"),
    ("31714", "31246"), ("31741", "31408"), ("31744", "31473"),
})  # fmt: skip

# Edges that only the official table has, and rightly: a strip of Văn Khê's land beyond the Red River.
MISSING_EDGES: Final[frozenset[tuple[str, str]]] = frozenset({("09013", "09817")})

# Districts that had no communes and became a special zone whole. The library lists them as five more
# old communes without code or name (10,040 instead of 10,035).
ZONES_FROM_DISTRICTS: Final[dict[str, str]] = {
    "318": "11948",  # Bạch Long Vĩ
    "471": "19742",  # Cồn Cỏ
    "498": "20333",  # Hoàng Sa
    "536": "21548",  # Lý Sơn
    "755": "26732",  # Côn Đảo
}

# Points of "2025-07" that lie outside their commune, 1.5 to 96 km away from it: replaced by one that is made
# of the points of the communes that it was made of.
POINTS_OUTSIDE: Final[frozenset[str]] = frozenset({
    "04714", "04924", "06172", "06652", "06685", "06688", "06757", "06967", "08296", "10999", "11050",
    "19051", "28439", "28615", "29983", "30130", "30781", "30811",
})  # fmt: skip

# Points of "2025-07" set by hand, to a hundredth of a degree (lon, lat, WGS 84): islands whose former communes have no
# point either, the main island of each archipelago, three points that lay a little outside, and a town.
POINTS_SET: Final[dict[str, tuple[float, float]]] = {
    "06187": (106.77, 21.86),  # Kỳ Lừa
    "06757": (107.93, 21.37),  # Vĩnh Thực
    "06967": (107.75, 21.31),  # Cái Chiên
    "07192": (107.77, 20.98),  # Cô Tô
    "10999": (106.30, 20.87),  # Gia Lộc: its town
    "20333": (111.61, 16.53),  # Hoàng Sa
    "20434": (108.51, 15.95),  # Tân Hiệp (Cù Lao Chàm)
    "22736": (111.92, 8.65),  # Trường Sa
    "30781": (104.34, 10.29),  # Tiên Hải
    "30811": (104.52, 10.17),  # Sơn Hải
}

# Points of "2024" (found by a geocoder) that are 2.5 km or more from the commune though they pass the checks
# of data.units.points, and points of districts that lie in another district (Hoàng Sa on the mainland).
POINTS_ELSEWHERE: Final[frozenset[str]] = frozenset({
    "06754", "06757", "07045", "07537", "19063", "22795", "28207", "30781", "32022", "498", "576", "618",
})  # fmt: skip

# More points of "2024" that lie over 1 km from every successor, 1.0 to 5.0 km.
POINTS_FAR: Final[frozenset[str]] = frozenset({
    "02908", "03190", "03191", "03298", "03302", "03364", "03527", "03619", "06406", "06917", "07003", "07315",
    "07711", "07816", "12295", "12577", "13120", "13819", "15382", "15598", "16114", "16941", "17758", "17770",
    "18358", "19762", "20364", "20701", "21310", "21505", "21769", "21784", "22777", "22876", "23504", "23536",
    "23617", "23770", "23778", "23779", "24048", "24220", "24318", "24856", "24989", "29233", "29516", "30376",
    "30797", "30860", "31666", "32162", "10633",
})  # fmt: skip

# What the official table says beyond "whole" and "part" of the communes that were split.
# Commune of "2024" → the one successor that took all its people; the others took land alone.
PEOPLE_WENT_TO: Final[dict[str, str]] = {
    "00112": "00103", "00118": "00118", "00136": "00136", "00139": "00118", "00145": "00145",
    "00316": "00316", "00409": "00433", "00427": "00376", "00445": "00433", "00457": "00475",
    "00490": "00493", "00493": "00493", "00499": "00493", "00508": "00508", "00556": "00562",
    "00565": "00565", "00607": "00613", "00661": "00640", "00670": "00685", "00685": "00685",
    "06799": "06886", "07180": "07180", "09007": "08980", "09619": "09619", "09667": "09619",
    "09685": "09619", "09787": "09787", "09790": "09787", "09793": "09787", "09796": "09817",
    "09799": "09817", "09802": "09817", "09808": "09817", "09820": "09817", "09853": "09832",
    "09862": "09871", "09880": "09877", "09895": "09895", "09904": "09895", "09907": "09910",
    "09910": "09910", "09922": "09952", "10444": "10459", "10798": "10804", "10816": "10816",
    "10993": "10993", "11008": "11020", "11041": "11020", "11071": "11065", "11086": "11086",
    "11239": "11239", "11242": "11242", "11251": "11242", "11411": "11411", "11518": "11506",
    "11656": "11629", "11740": "11692", "21634": "21622", "26833": "26833",
}  # fmt: skip

# Edges that carry land alone, of communes whose people went to several other successors.
LAND_ALONE: Final[frozenset[tuple[str, str]]] = frozenset({
    ("00130", "00145"), ("00340", "00328"), ("00502", "00466"), ("00583", "00565"), ("00613", "00598"),
    ("00613", "00602"), ("00643", "00364"), ("08974", "09022"), ("09013", "08980"), ("09013", "09817"),
    ("09019", "00493"), ("10192", "00685"), ("10585", "10549"), ("10639", "10705"), ("11341", "11311"),
    ("15772", "15796"), ("27016", "27439"),
})  # fmt: skip
