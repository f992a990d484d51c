"""Words of boundary import: what is refused, what was found, what is asked, why a feature has no unit."""

WORDS = {
    "boundaries.empty_file": ("Tệp rỗng.", "The file is empty."),
    "boundaries.too_large": (
        "Tệp quá lớn ({size} MB; tối đa {limit} MB). Hãy đơn giản hóa đường ranh giới hoặc chia lớp theo tỉnh.",
        "The file is too large ({size} MB; at most {limit} MB). Simplify the borders or split the layer by province.",
    ),
    "boundaries.nothing_inside": (
        "Không có lớp bản đồ nào trong {file}. Đọc được: GeoPackage, GeoJSON, Shapefile, KML/KMZ, MapInfo TAB, "
        "FlatGeobuf, GeoParquet.",
        "There is no map layer in {file}. These are read: GeoPackage, GeoJSON, Shapefile, KML/KMZ, MapInfo TAB, "
        "FlatGeobuf, GeoParquet.",
    ),
    "boundaries.lone_part": (
        "{file} chỉ là một phần của lớp bản đồ. Hãy nén tất cả các tệp cùng tên (.shp, .dbf, .shx, .prj hoặc .tab, "
        ".dat, .map, .id) vào một tệp .zip.",
        "{file} is only one part of a layer. Put all files of that name (.shp, .dbf, .shx, .prj or .tab, .dat, .map, "
        ".id) into one .zip.",
    ),
    "boundaries.part_missing": (
        "Lớp {file} thiếu tệp {part}: không có tên và mã của các vùng thì không ghép được với đơn vị nào.",
        "The layer {file} lacks {part}: without the names and codes of its features it can be joined to no unit.",
    ),
    "boundaries.other_content": (
        "Nội dung của {file} không phải là lớp bản đồ như phần mở rộng của tên tệp.",
        "The content of {file} is not the layer that its extension says.",
    ),
    "boundaries.damaged": (
        "Tệp bị hỏng hoặc chưa tải đủ, không đọc được.",
        "The file is damaged or incomplete and cannot be read.",
    ),
    "boundaries.too_heavy": (
        "Không đọc được tệp trong giới hạn bộ nhớ và thời gian cho phép.",
        "The file cannot be read within the limits of memory and time.",
    ),
    "boundaries.too_many_parts": (
        "Tệp nén có {count} tệp bên trong (tối đa {limit}).",
        "The archive holds {count} files (at most {limit}).",
    ),
    "boundaries.zip_bomb": (
        "Tệp nén bung ra quá lớn (tối đa {limit} MB) nên không được mở.",
        "The archive unpacks to too much (at most {limit} MB) and was not opened.",
    ),
    "boundaries.unsafe_path": (
        "Tệp nén có đường dẫn không an toàn: {name}.",
        "The archive holds an unsafe path: {name}.",
    ),
    "boundaries.symlink": (
        "Tệp nén có liên kết tới tệp khác: {name}.",
        "The archive holds a link to another file: {name}.",
    ),
    "boundaries.nested_archive": (
        "Tệp nén chứa tệp nén khác ({name}). Hãy giải nén tệp bên trong và gửi riêng.",
        "The archive holds another archive ({name}). Unpack it and send it by itself.",
    ),
    "boundaries.twice_in_archive": (
        "Tệp nén có hai tệp cùng tên {name}.",
        "The archive holds two files named {name}.",
    ),
    "boundaries.not_shapes": (
        "Không nhận ra lớp bản đồ nào trong tệp này. Đọc được: GeoPackage, GeoJSON, Shapefile (.zip), KML/KMZ, "
        "MapInfo TAB, FlatGeobuf, GeoParquet.",
        "No map layer was recognised in this file. These are read: GeoPackage, GeoJSON, Shapefile (.zip), KML/KMZ, "
        "MapInfo TAB, FlatGeobuf, GeoParquet.",
    ),
    "boundaries.not_shapes_program": ("Đây là tệp chương trình, không mở.", "This is a program; it is not opened."),
    "boundaries.not_shapes_document": (
        "Đây là tài liệu văn bản hoặc bảng tính, không phải lớp bản đồ.",
        "This is a document or a workbook, not a map layer.",
    ),
    "boundaries.not_shapes_archive": (
        "Chỉ đọc tệp nén .zip. Hãy nén lại lớp bản đồ thành .zip.",
        "Only .zip archives are read. Pack the layer as .zip.",
    ),
    "boundaries.not_shapes_picture": (
        "Đây là ảnh, không phải lớp bản đồ dạng véc-tơ.",
        "This is a picture, not a vector layer.",
    ),
    "boundaries.not_shapes_drawing": (
        "Đây là bản vẽ CAD. Hãy xuất lớp ranh giới sang GeoPackage hoặc Shapefile.",
        "This is a CAD drawing. Export the boundaries as GeoPackage or Shapefile.",
    ),
    "boundaries.not_shapes_database": (
        "Đây là cơ sở dữ liệu nhưng không phải GeoPackage.",
        "This is a database, but no GeoPackage.",
    ),
    "boundaries.not_shapes_virtual": (
        "Lớp này chỉ trỏ tới tệp hoặc dịch vụ khác, không chứa dữ liệu. Hãy xuất thành lớp riêng.",
        "This layer only points to other files or services and holds no data. Export it as a layer of its own.",
    ),
    "boundaries.not_shapes_xml": (
        "Tệp XML này không phải KML.",
        "This XML file is no KML.",
    ),
    "boundaries.xml_entities": (
        "Tệp KML có khai báo thực thể (DOCTYPE), không an toàn nên không được mở.",
        "The KML file declares entities (DOCTYPE); that is unsafe and was not opened.",
    ),
    "boundaries.not_geojson": (
        "Tệp JSON này không phải GeoJSON.",
        "This JSON file is no GeoJSON.",
    ),
    "boundaries.linked_crs": (
        "Tệp GeoJSON khai báo hệ tọa độ bằng liên kết; hãy ghi tên hệ tọa độ (ví dụ EPSG:9215).",
        "The GeoJSON gives its coordinate system as a link; write its name instead (such as EPSG:9215).",
    ),
    "boundaries.no_geoparquet": (
        "Tệp Parquet này không có hình dạng (không phải GeoParquet).",
        "This Parquet file holds no shapes (it is no GeoParquet).",
    ),
    "boundaries.geoparquet_encoding": (
        "Chỉ đọc GeoParquet ghi hình dạng bằng WKB.",
        "Only GeoParquet with shapes as WKB is read.",
    ),
    "boundaries.view_in_database": (
        "Lớp {name} trong GeoPackage là khung nhìn hoặc bảng ảo; hãy xuất thành bảng thường.",
        "The layer {name} in the GeoPackage is a view or a virtual table; export it as a plain table.",
    ),
    "boundaries.too_many_features": (
        "Lớp có quá nhiều vùng hoặc cột ({count}; tối đa {limit} vùng).",
        "The layer has too many features or columns ({count}; at most {limit} features).",
    ),
    "boundaries.too_many_vertices": (
        "Lớp có quá nhiều đỉnh (tối đa {limit}). Hãy đơn giản hóa đường ranh giới.",
        "The layer has too many vertices (at most {limit}). Simplify its borders.",
    ),
    "boundaries.no_features": ("Lớp này không có vùng nào.", "The layer has no features."),
    "boundaries.cannot_overlay": (
        "Không xếp chồng được các vùng của lớp này; hãy kiểm tra và sửa lỗi hình học trong phần mềm GIS.",
        "The shapes of this layer cannot be laid over each other; check and repair its geometry in a GIS program.",
    ),
    "boundaries.no_layer": (
        "Không có lớp “{layer}”; các lớp trong tệp: {layers}.",
        "There is no layer “{layer}”; the layers of the file are: {layers}.",
    ),
    "boundaries.unknown_crs": (
        "“{text}” không phải mã hệ tọa độ; hãy dùng dạng EPSG:9215.",
        "“{text}” is no code of a coordinate system; write it as EPSG:9215.",
    ),
    "boundaries.no_province": (
        "Không có tỉnh, thành phố “{text}” trong danh mục {structure}. Gợi ý: {offered}.",
        "There is no province “{text}” in the structure {structure}. Perhaps: {offered}.",
    ),
    "boundaries.progress.reading": ("Đang đọc lớp bản đồ", "Reading the layer"),
    "boundaries.progress.names": ("Đang ghép tên và mã", "Joining names and codes"),
    "boundaries.progress.place": ("Đang kiểm tra hệ tọa độ", "Checking the coordinate system"),
    "boundaries.progress.laying": ("Đang kiểm tra hình học", "Checking the shapes"),
    "boundaries.progress.done": ("Đã kiểm tra xong", "The check is done"),
    "boundaries.ask.layer": (
        "Tệp có nhiều lớp; hãy chọn một: {layers}.",
        "The file holds several layers; choose one: {layers}.",
    ),
    "boundaries.ask.crs": (
        "Cần cho biết hệ tọa độ của lớp (--crs). Có thể là, theo thứ tự khả năng: {systems}.",
        "The coordinate system of the layer must be given (--crs). It may be, the most likely first: {systems}.",
    ),
    "boundaries.why.merged": ("“{name}”: {first} – {units}.", "“{name}”: {first} – {units}."),
    "boundaries.why.split": (
        "“{name}” được chia cho nhiều đơn vị: {units}.",
        "“{name}” was split between several units: {units}.",
    ),
    "boundaries.why.later": (
        "“{name}” là tên từ 1/7/2025; trước đó đất ấy thuộc {units}.",
        "“{name}” is a name since 1 July 2025; before, its land was that of {units}.",
    ),
    "boundaries.why.former": (
        "“{name}” đã nhập vào {units} trước năm 2025.",
        "“{name}” was merged into {units} before 2025.",
    ),
    "boundaries.why.twin": (
        "“{name}” đã nhập vào đơn vị cùng tên: {units}.",
        "“{name}” was merged into the unit of the same name: {units}.",
    ),
    "boundaries.why.elsewhere": (
        "“{name}” thuộc nơi khác: {units}.",
        "“{name}” lies elsewhere: {units}.",
    ),
    "boundaries.why.same_name": (
        "Nhiều đơn vị cùng tên “{name}”: {units}.",
        "Several units are named “{name}”: {units}.",
    ),
    "boundaries.why.code_differs": (
        "Mã và tên “{name}” chỉ hai đơn vị khác nhau: {units}.",
        "The code and the name “{name}” mean two different units: {units}.",
    ),
    "boundaries.why.near": (
        "Không có đơn vị “{name}”; tên gần giống: {units}.",
        "There is no unit “{name}”; spelled alike: {units}.",
    ),
    "boundaries.why.located": (
        "Không có đơn vị “{name}”; tại vị trí này hiện là {units}.",
        "There is no unit “{name}”; in its place there is {units}.",
    ),
    "boundaries.why.unknown": (
        "Không có “{name}” tại đây trong danh mục nào; có thể đã nhập hoặc đổi tên từ trước.",
        "There is no “{name}” here in any structure; it may have been merged or renamed before.",
    ),
    "boundaries.why.no_name": ("Vùng này không có tên và mã.", "This feature has neither name nor code."),
    "boundaries.why.no_shape": ("“{name}” không có vùng để vẽ.", "“{name}” has no area to draw."),
    "boundaries.why.outside": ("“{name}” nằm ngoài lãnh thổ được vẽ.", "“{name}” lies outside the land that is drawn."),
    "boundaries.why.left_out": ("“{name}” được người nhập bỏ qua.", "“{name}” was left out on purpose."),
    "boundaries.problem.crs_contradicted": (
        "Theo {system}, các đơn vị nằm cách vị trí đúng khoảng {km} km; {better} đặt chúng đúng chỗ. Hãy chọn lại "
        "hệ tọa độ.",
        "In {system} the units lie about {km} km away from their places; {better} puts them right. Choose the "
        "coordinate system again.",
    ),
    "boundaries.problem.units_away": (
        "Theo {system}, các đơn vị nằm cách vị trí đúng khoảng {km} km, và không hệ tọa độ nào đặt chúng đúng chỗ.",
        "In {system} the units lie about {km} km away from their places, and no coordinate system puts them right.",
    ),
    "boundaries.problem.crs_unsure": (
        "Tệp MapInfo ghi {system} nhưng không phân biệt được với VN-2000; nếu lớp là VN-2000 thì bản đồ lệch "
        "khoảng 224 m. Hãy chọn rõ hệ tọa độ nếu biết.",
        "The MapInfo table says {system} but cannot tell it from VN-2000; if it is VN-2000, the map is about 224 m "
        "off. Give the coordinate system if you know it.",
    ),
    "boundaries.problem.crs_swapped": (
        "Hai trục tọa độ bị đảo (bắc trước, đông sau) và đã được đổi lại.",
        "The axes were swapped (north before east) and have been put right.",
    ),
    "boundaries.problem.other_structure": (
        "Lớp này thuộc danh mục {other} ({more}% tên khớp), không phải {structure} ({own}%). Hãy nhập lại theo "
        "danh mục đó.",
        "This layer is of the structure {other} ({more}% of the names), not of {structure} ({own}%). Import it in "
        "that structure.",
    ),
    "boundaries.problem.nothing_joined": (
        "Không ghép được vùng nào với đơn vị nào: lớp không có cột mã hoặc tên nhận ra được.",
        "No feature was joined to any unit: the layer has no column of codes or names that is recognised.",
    ),
    "boundaries.problem.mended": (
        "{count} vùng có lỗi hình học, đã được sửa.",
        "{count} shapes were faulty and have been mended.",
    ),
    "boundaries.problem.no_shape": (
        "{count} đối tượng không có vùng để vẽ.",
        "{count} features have no area to draw.",
    ),
    "boundaries.problem.outside": (
        "{count} đối tượng nằm ngoài phạm vi.",
        "{count} features lie outside.",
    ),
    "boundaries.problem.duplicates": (
        "{count} vùng trùng lặp, chỉ giữ một.",
        "{count} shapes are there twice; one of each is kept.",
    ),
    "boundaries.problem.overlaps": (
        "Các vùng chồng lên nhau {km2} km² ({share}).",
        "Shapes lie over each other on {km2} km² ({share}).",
    ),
    "boundaries.problem.gaps": (
        "Giữa các vùng có khoảng hở {km2} km² ({share}).",
        "Between the shapes there are gaps of {km2} km² ({share}).",
    ),
    "boundaries.problem.incomplete": (
        "{count} đơn vị còn thiếu đất của các đơn vị đã nhập vào: {units}.",
        "{count} units lack the land of what was merged into them: {units}.",
    ),
    "boundaries.problem.areas": (
        "{count} trên {compared} đơn vị có diện tích lệch hơn 25% so với danh mục: {units}.",
        "{count} of {compared} units are more than 25% off the register's area: {units}.",
    ),
    "boundaries.problem.letters_lost": (
        "Chữ có dấu đã bị mất trước khi gửi: {texts}.",
        "Letters were lost before the file was sent: {texts}.",
    ),
    "boundaries.problem.by_schematic": (
        "{count} thôn được xếp vào xã theo sơ đồ, chưa có địa giới thật: cần kiểm tra.",
        "{count} villages were put into communes by the schematic, without real boundaries: check them.",
    ),
    "boundaries.unknown_layer": (
        "Không có lớp ranh giới “{layer}”. Xem danh sách bằng: python -m geo layers.",
        "There is no layer of boundaries “{layer}”. List them with: python -m geo layers.",
    ),
    "boundaries.damaged_layer": (
        "Lớp ranh giới {layer} bị hỏng. Hãy khôi phục từ bản sao lưu, hoặc quay lại bản trước bằng: "
        "python -m geo rollback <mã bản>.",
        "The layer of boundaries {layer} is damaged. Restore it from a backup, or go back with: "
        "python -m geo rollback <release>.",
    ),
    "boundaries.unknown_set": (
        "Không có bản ranh giới “{release}”. Xem danh sách bằng: python -m geo releases.",
        "There is no release of boundaries “{release}”. List them with: python -m geo releases.",
    ),
    "boundaries.damaged_set": (
        "Bản ranh giới {release} bị hỏng. Hãy khôi phục từ bản sao lưu.",
        "The release of boundaries {release} is damaged. Restore it from a backup.",
    ),
    "boundaries.damaged_pointer": (
        "Tệp chỉ bản ranh giới đang dùng ({path}) bị hỏng. Hãy chọn lại bằng: python -m geo rollback <mã bản>.",
        "The pointer to the boundaries in use ({path}) is damaged. Choose again with: "
        "python -m geo rollback <release>.",
    ),
    "boundaries.cannot_draw": (
        "Không vẽ được bản đồ từ bộ ranh giới {release}: hình của một lớp chồng lấn hoặc sai đến mức có đơn vị mất hết "
        "phần đất. Bản đồ đang dùng (nếu là bộ khác) vẫn giữ nguyên. Hãy sửa lớp rồi nhập lại; nếu bộ này đang dùng, hãy "
        "mở trang Ranh giới để bỏ lớp hoặc quay lại bộ trước.",
        "No map can be drawn from the set of boundaries {release}: the shapes of a layer overlap or are so wrong that a "
        "unit is left without land. What is in use, if it is another set, stays. Mend the layer and import it again; if "
        "this set is in use, open the page Boundaries to withdraw the layer or to go back to the set before.",
    ),
    "boundaries.answer_no_unit": (
        "Câu trả lời “{answer}” không phải mã của một đơn vị cùng cấp với lớp này. Hãy chọn trong danh sách.",
        "The answer “{answer}” is not the code of a unit of this layer's level. Choose from the list.",
    ),
    "boundaries.answer_elsewhere": (
        "{unit} ({code}) không thuộc tỉnh của lớp này. Hãy chọn đơn vị trong tỉnh, hoặc bỏ hình này ra.",
        "{unit} ({code}) does not lie in this layer's province. Choose a unit of the province, or leave the shape out.",
    ),
    "boundaries.not_ready": (
        "Chưa công bố được lớp {draft}: kiểm tra còn lỗi. Hãy nhập lại lớp sau khi sửa.",
        "The layer {draft} cannot be published: its check found errors. Import it again when they are mended.",
    ),
    "boundaries.drawn_already": ("Lớp {draft} đang được dùng.", "The layer {draft} is in use already."),
    "boundaries.not_drawn": ("Lớp {draft} không đang được dùng.", "The layer {draft} is not in use."),
    "boundaries.was_published": (
        "Lớp {draft} đã được công bố nên không hủy được; có thể thôi dùng bằng: python -m geo withdraw {draft}.",
        "The layer {draft} was published and cannot be discarded; stop using it with: python -m geo withdraw {draft}.",
    ),
    "boundaries.needs_origin": (
        "Cần cho biết nguồn (--source), giấy phép (--licence) và ngày của ranh giới (--as-of).",
        "Give the source (--source), the licence (--licence) and the date of the boundaries (--as-of).",
    ),
    "boundaries.level.province": ("tỉnh", "provinces"),
    "boundaries.level.district": ("huyện", "districts"),
    "boundaries.level.commune": ("xã", "communes"),
    "boundaries.level.village": ("thôn", "villages"),
    "boundaries.how.file": ("theo tệp", "as the file says"),
    "boundaries.how.recognised": ("nhận ra từ tham số", "recognised by its parameters"),
    "boundaries.how.asked": ("do người nhập chọn", "as chosen"),
    "boundaries.said_layer": (
        "{file}, lớp {layer}, bảng mã {encoding}",
        "{file}, layer {layer}, encoding {encoding}",
    ),
    "boundaries.said_joined": (
        "Ghép được {joined} trên {features} (theo mã {by_code}, theo tên {by_name}, theo vị trí {by_place}, "
        "theo trả lời {by_answer}).",
        "Joined {joined} of {features} (by code {by_code}, by name {by_name}, by place {by_place}, "
        "by answers {by_answer}).",
    ),
    "boundaries.said_crs": ("Hệ tọa độ {crs} – {name} ({how}).", "Coordinate system {crs} – {name} ({how})."),
    "boundaries.said_missing": (
        "{count} đơn vị chưa có vùng: {units}.",
        "{count} units without a shape: {units}.",
    ),
    "boundaries.said_publishable": ("Lớp này công bố được.", "The layer can be published."),
    "boundaries.said_not_publishable": ("Lớp này chưa công bố được.", "The layer cannot be published yet."),
    "boundaries.said_draft": (
        "Đã tạo bản nháp {draft}. Công bố bằng: python -m geo publish {draft}",
        "Made the draft {draft}. Publish it with: python -m geo publish {draft}",
    ),
    "boundaries.said_published": (
        "Đã công bố {layer}; bản ranh giới {release}.",
        "Published {layer}; release of boundaries {release}.",
    ),
    "boundaries.said_current": (
        "Bản ranh giới đang dùng: {release} ({count} lớp).",
        "Release of boundaries in use: {release} ({count} layers).",
    ),
    "boundaries.no_layers": ("chỉ có sơ đồ", "the schematic alone"),
    "boundaries.said_discarded": ("Đã hủy bản nháp {draft}.", "The draft {draft} is discarded."),
    "boundaries.line_layer": (
        "{mark} {id}  {title}  {structure} {level}: {units}  [{licence}]",
        "{mark} {id}  {title}  {structure} {level}: {units}  [{licence}]",
    ),
}
