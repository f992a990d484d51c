"""Words of the public release: what is hidden and why, the licence, the open data."""

WORDS = {
    "public.none_yet": (
        "Chưa có số liệu nào được công bố cho người dân. Hãy công bố một bản số liệu, hoặc chạy: python -m data refresh.",
        "Nothing has been published for the public yet. Publish a release, or run: python -m data refresh.",
    ),
    "public.other_rules": (
        "Số liệu cho người dân đang được soát lại theo quy tắc bảo vệ mới, xin trở lại sau ít phút. "
        "(Người quản trị: python -m data refresh.)",
        "The figures for the public are being checked against new rules of protection; come back in a few minutes. "
        "(Administrators: python -m data refresh.)",
    ),
    "public.step": ("Đang chọn số được công bố cho người dân", "Choosing what the public may see"),
    "public.damaged": (
        "Bản công bố cho người dân ({path}) bị hỏng. Hãy tạo lại bằng: python -m data refresh.",
        "The public release ({path}) is damaged. Make it again with: python -m data refresh.",
    ),
    "public.unsafe": (
        "Không công bố được: {count} số đã ẩn vẫn có thể bị suy ra gần đúng, ví dụ {indicator} của {unit}, {period} "
        "(suy ra được từ {low} đến {high}). Không có gì thay đổi; bản đang công bố vẫn giữ nguyên. Hãy kiểm tra báo cáo "
        "của đơn vị này, hoặc chờ thêm báo cáo của các đơn vị cùng tỉnh rồi công bố lại.",
        "Not published: {count} hidden figures can still be narrowed down, for example {indicator} of {unit}, {period} "
        "(it can be told to lie between {low} and {high}). Nothing has changed; what was published stays. Check the "
        "report on this unit, or wait for reports on others of its province and publish again.",
    ),
    "public.no_village": (
        "Bản công bố cho người dân không có số liệu của từng thôn, từng huyện. Hãy chọn cấp tỉnh hoặc cấp xã.",
        "The public release has no figures of single villages or districts. Choose provinces or communes.",
    ),
    "public.source.sample": ("số liệu minh họa", "illustrative data"),
    "public.source.office": ("cơ quan báo cáo", "reporting office"),
    "public.source.report": ("{office}, số liệu đến {day}", "{office}, figures as of {day}"),
    "public.contradiction": (
        "Không công bố được: các tổng số mâu thuẫn với nhau nên không kiểm tra được những số đã ẩn ({reason}). Không có "
        "gì thay đổi. Hãy chạy: python -m data refresh.",
        "Not published: sums contradict each other, so that what is hidden cannot be checked ({reason}). Nothing has "
        "changed. Run: python -m data refresh.",
    ),
    "public.suppressed": ("không công bố", "not published"),
    "public.suppressed.why": (
        "Không công bố: số dưới {limit} có thể cho biết chuyện riêng của từng người, từng hộ. Một số đơn vị bên cạnh "
        "cũng được ẩn để không ai tính ngược lại được.",
        "Not published: counts below {limit} could tell about single people or households. Some units beside them are "
        "hidden too, so that nobody can work the number out.",
    ),
    "licence.illustration": (
        "Số liệu minh họa, tạo ngẫu nhiên: không phải số liệu thật, không dùng để trích dẫn.",
        "Illustrative data, drawn at random: not real figures, not to be cited.",
    ),
    "licence.none": (
        "Cơ quan công bố chưa chọn giấy phép dữ liệu mở: hãy hỏi cơ quan công bố trước khi dùng lại.",
        "The publishing office has not chosen an open data licence: ask it before you use the data again.",
    ),
    "licence.none.name": ("Chưa chọn giấy phép", "No licence chosen"),
    "licence.cc-by-4.0": (
        "Giấy phép Creative Commons Ghi công 4.0 (CC BY 4.0): được dùng lại cho mọi mục đích, với điều kiện ghi rõ nguồn.",
        "Creative Commons Attribution 4.0 (CC BY 4.0): to be used again for any purpose, naming the source.",
    ),
    "licence.cc-by-4.0.name": ("CC BY 4.0", "CC BY 4.0"),
    "licence.cc0-1.0": (
        "CC0 1.0: được dùng lại cho mọi mục đích, không cần điều kiện gì.",
        "CC0 1.0: to be used again for any purpose, without conditions.",
    ),
    "licence.cc0-1.0.name": ("CC0 1.0", "CC0 1.0"),
    "licence.odbl-1.0": (
        "Giấy phép Cơ sở dữ liệu mở (ODbL 1.0): được dùng lại khi ghi nguồn; cơ sở dữ liệu làm từ đó cũng phải mở như vậy.",
        "Open Database Licence (ODbL 1.0): to be used again naming the source; databases made from it must be as open.",
    ),
    "licence.odbl-1.0.name": ("ODbL 1.0", "ODbL 1.0"),
}
