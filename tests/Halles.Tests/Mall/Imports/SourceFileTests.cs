using System.IO.Compression;
using System.Text;
using Halles.Mall.Imports;
using Halles.Testing;

namespace Halles.Tests.Mall.Imports;

public sealed class SourceFileTests
{
    [Fact]
    public void A_product_of_Shopify_gathers_its_variants_and_photos_from_several_rows()
    {
        var product = Read("""
            Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Image Alt Text,Status
            bowl,Bowl,<p>By <b>hand</b></p>,Noe,Home > Bowls,true,Size,S,Colour,Blue,B-S,300,shopify,4,12.50,'4006381333931,https://example.org/1.jpg,A bowl,active
            bowl,,,,,,,L,,Red,B-L,500,,9,18.00,123,https://example.org/2.jpg,,
            bowl,,,,,,,,,,,,,,,,ftp://example.org/3.jpg,,
            """, "shopify").Single();
        (product.Name, product.Description, product.Category, product.Maker, product.Published).ShouldBe(("Bowl", "By **hand**", "Home > Bowls", "Noe", true));
        product.Rows.ShouldBe([2, 3, 4]);
        product.Options.ShouldBe(["Size", "Colour"]);
        product.Variants.Select(v => (string.Join('/', v.Choice), v.Sku, v.Gtin, v.Price, v.Quantity, v.Grams)).ShouldBe(
            [("S/Blue", "B-S", "04006381333931", 12.50m, 4L, 300), ("L/Red", "B-L", null, 18.00m, null, 500)]);
        product.Photos.ShouldBe([new SourcePhoto("https://example.org/1.jpg", "A bowl"), new SourcePhoto("https://example.org/2.jpg")]);
        product.Notes.Select(n => (n.Row, n.Column, n.Problem.Code)).ShouldBe([(3, "Variant Barcode", "note-gtin-left"), (4, "Image Src", "note-photo-address")]);
    }

    [Fact]
    public void The_newer_export_of_Shopify_and_a_product_without_options()
    {
        var product = Read("Title,URL handle,Description,SKU,Price,Status,Option1 name,Option1 value\nMug,mug,Plain,M1,9.90,draft,Title,Default Title\n", "shopify").Single();
        (product.Key, product.Options.Count, product.Variants.Single().Price, product.Published).ShouldBe(("mug", 0, 9.90m, false));
    }

    [Fact]
    public void A_listing_of_Etsy_is_told_by_its_columns_in_any_language()
    {
        var header = "TITRE,DESCRIPTION,PRIX,CODE_DEVISE,QUANTITÉ,TAGS,MATÉRIAUX," + string.Join(',', Enumerable.Range(1, 10).Select(i => $"IMAGE{i}")) + ",TYPE DE VARIATION 1,NOM DE VARIATION 1,VALEURS DE VARIATION 1,TYPE DE VARIATION 2,NOM DE VARIATION 2,VALEURS DE VARIATION 2,RÉF";
        var photos = "https://example.org/1.jpg" + new string(',', 9);
        var products = Read($"{header}\nBol,Fait main,12.5,EUR,3,,clay,{photos},Taille,Taille,\"S,L\",,,,\nBol,Autre,9,EUR,2,,,{photos},,,,,,,B-2\n", "etsy");
        products[0].Variants.Select(v => (v.Choice[0], v.Price, v.Currency, v.Quantity)).ShouldBe([("S", 12.5m, "EUR", null), ("L", 12.5m, "EUR", null)]);
        (products[1].Key, products[1].Variants.Single().Sku, products[1].Variants.Single().Quantity).ShouldBe(("bol-2", "B-2", 2L));
    }

    [Fact]
    public void A_listing_of_Etsy_has_two_or_three_variations_and_its_words_may_be_encoded()
    {
        var header = "TITOLO,DESCRIZIONE,PREZZO,CODICE_VALUTA,QUANTITÀ,TAG,MATERIALI," + string.Join(',', Enumerable.Range(1, 10).Select(i => $"IMMAGINE {i}")) + "," + string.Join(',', Enumerable.Range(1, 3).SelectMany(i => (string[])[$"TIPO {i}", $"NOME {i}", $"VALORI {i}"]));
        var row = "Ciotola &amp; piatto,Fatta a mano,20,EUR,5,,," + "https://example.org/1.jpg" + new string(',', 9) + ",Propriet&agrave;,Diam&egrave;tro,\"20,30\",,,,,Colore,\"blu,L&#39;oro\"";
        var product = Read($"{header},SKU\n{row},C-1\n", "etsy").Single();
        (product.Name, product.Photos.Count, string.Join('/', product.Options)).ShouldBe(("Ciotola & piatto", 1, "Diamètro/Colore"));
        product.Variants.Select(v => (string.Join('/', v.Choice), v.Sku)).ShouldBe([("20/blu", null), ("20/L'oro", null), ("30/blu", null), ("30/L'oro", null)]);
        product.Notes.Single().Problem.Code.ShouldBe("note-sku-of-none", "the number is of the listing");
        Read($"{header}\n{row}\n", "etsy").Single().Variants.Count.ShouldBe(4, "also without the number of the shop");
    }

    [Fact]
    public void Variations_of_WooCommerce_find_their_parent_wherever_they_stand()
    {
        var products = Read("""
            ID,Type,SKU,Name,Published,Description,Stock,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)
            11,variation,T-S,Tee - S,1,,5,19,,,T,Size,S
            10,variable,T,Tee,1,<p>Cotton</p>,,,"Clothing > Shirts, Sale",https://example.org/t.jpg,,Size,"S, M"
            12,variation,T-M,Tee - M,1,,,"21,50",,,id:10,Size,M
            13,simple,CAP,Cap,0,,7,9.90,,,,,
            14,variation,X,Lost,1,,1,1,,,nobody,,
            """, "woocommerce");
        products.Select(p => (p.Name, p.Published, string.Join('|', p.Variants.Select(v => $"{string.Join('/', v.Choice)} {v.Sku} {v.Price} {v.Quantity}")), p.Refused.Count)).ShouldBe(
            [("Cap", false, " CAP 9.90 7", 0), ("Tee", true, "S T-S 19 5|M T-M 21.50 ", 0), ("", false, "", 1)]);
        products[1].Category.ShouldBe("Clothing > Shirts");
    }

    public static TheoryData<string> WooCommerceHeaders => new()
    {
        // As translators have them in German and Dutch; the last is in words that nobody knows here, and of each age of the export.
        "ID,Typ,Art.-Nr.,Name,Veröffentlicht,Hervorgehoben?,Katalogsichtbarkeit,Kurzbeschreibung,Beschreibung,von,bis,Steuerstatus,Steuerklasse,Auf Lager?,Lagerbestand,Geringer Lagerbestand,Rückstände?,Einzeln?,Gewicht (kg),Länge (cm),Breite (cm),Höhe (cm),Bewertungen?,Hinweis,Angebotspreis,Regulärer Preis,Kategorien,Schlagwörter,Versandklasse,Bilder,Limit,Ablauf,Übergeordnetes Produkt,Gruppiert,Upsells,Cross-Sells,Externe URL,Button-Text,Position,Attribut 1 Name,Attribut 1 Wert(e),Attribut 1 sichtbar,Attribut 1 global",
        "Type,Artikelnummer,Naam,Gepubliceerd,Uitgelicht?,Zichtbaarheid,Korte omschrijving,Beschrijving,van,tot,Btw status,Klasse,Op voorraad?,Voorraad,Lage voorraad,Nabestellingen?,Individueel?,Gewicht (kg),Lengte (cm),Breedte (cm),Hoogte (cm),Beoordelingen?,Notitie,Actieprijs,Reguliere prijs,Categorieën,Tags,Verzendklasse,Afbeeldingen,Limiet,Dagen,Hoofd,Gegroepeerd,Upsells,Cross-sells,Externe URL,Knop,Positie,Naam eigenschap 1,Waarde eigenschap 1,Zichtbare eigenschap 1,Globale eigenschap 1",
        "ID,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,Q (кг),R (см),S (см),T (см),u,v,w,x,y,z,aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,Download 1 name,Download 1 URL,nn 1,oo 1,pp 1,qq 1",
        "ID,a,b,\"GTIN, UPC, EAN o ISBN\",c,d,e,f,g,h,i,j,k,l,m,n,low,o,p,Q（kg）,R（cm）,S（cm）,T（cm）,u,v,w,x,y,z,aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,Brand,GTIN8,nn 1,oo 1,pp 1,qq 1,Meta: x 1",
    };

    /// <summary>Nobody can have the words of all translators, and a site may have changed them: a whole export is told by its places.</summary>
    [Theory]
    [MemberData(nameof(WooCommerceHeaders))]
    public void WooCommerce_is_known_in_any_language_by_the_places_of_its_columns(string header)
    {
        var names = header.Replace("\"GTIN, UPC, EAN o ISBN\"", "GTIN", StringComparison.Ordinal).Split(',');
        var weight = Array.FindIndex(names, n => n.EndsWith(')') || n.EndsWith('）'));
        var (first, gtin, low) = (names[0] == "ID" ? 1 : 0, names.Contains("GTIN"), weight - (names[0] == "ID" ? 1 : 0) > 16);
        var attribute = Array.FindLastIndex(names, n => n is "Attribut 1 Name" or "Naam eigenschap 1" or "nn 1");
        var rows = string.Concat(Row("10", "variable", "T", "Tee &amp; co", "", "", "Size", "\"S, M\""), Row("11", "variation", "T-S", "Tee - S", "19.50", "T", "Size", "S"), Row("12", "variation", "T-M", "Tee - M", "21", "T", "Size", "M"));
        var product = Read($"{header}\n{rows}", "woocommerce").Single();
        (product.Name, product.Category, product.Published, product.Photos.Count, string.Join('/', product.Options)).ShouldBe(("Tee & co", "Home > Shirts", true, 1, "Size"));
        product.Variants.Select(v => (string.Join('/', v.Choice), v.Sku, v.Price, v.Quantity, v.Grams)).ShouldBe([("S", "T-S", 19.50m, 4L, Grams()), ("M", "T-M", 21m, 4L, Grams())]);

        int Grams() => header.Contains("кг", StringComparison.Ordinal) ? 0 : 250; // a unit that is not known is none

        string Row(string id, string type, string sku, string name, string price, string parent, string option, string value)
        {
            var cells = Enumerable.Repeat("", names.Length).ToArray();
            (cells[first], cells[first + 1], cells[first + (gtin ? 3 : 2)], cells[first + (gtin ? 4 : 3)]) = (type, sku, name, "1");
            cells[0] = first == 1 ? id : type;
            (cells[weight], cells[weight + 7], cells[weight + 8], cells[weight + 11], cells[weight + 14]) = ("0.25", price, "\"Home, Home > Shirts\"", "https://example.org/t.jpg", parent);
            cells[weight - (low ? 4 : 3)] = type == "variation" ? "4" : "";
            (cells[attribute], cells[attribute + 1]) = (option, value);
            return string.Join(',', cells) + "\n";
        }
    }

    /// <summary>Other systems leave things open that a shopper has to choose here.</summary>
    [Fact]
    public void A_variation_for_any_value_becomes_one_of_each_and_what_is_not_on_sale_stays_out()
    {
        var products = Read("""
            ID,Type,SKU,Name,Published,In stock?,Stock,Sale price,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)
            10,variable,T,Tee,1,1,,,,Shirts,,Size,"S, M",Colour,"Red, Blue"
            11,variation,T-R,Tee - Red,1,1,5,,19,,T,Size,,Colour,Red
            12,variation,T-RS,Tee - Red S,1,1,3,15,18,,T,Size,S,Colour,Red
            13,variation,T-B,Tee - Blue,0,1,2,,19,,T,Size,,Colour,Blue
            20,external,E,Elsewhere,1,1,,,9,,,,,,
            30,simple,G,Gone,1,0,,,9,,,Care,Wash &amp; dry,,
            """, "woocommerce");
        var tee = products.Single(p => p.Name == "Tee");
        tee.Variants.Select(v => (string.Join('/', v.Choice), v.Sku, v.Price, v.Quantity)).ShouldBe([("M/Red", null, 19m, null), ("S/Red", "T-RS", 18m, 3L)]);
        (tee.Rows.Count, string.Join(' ', tee.Notes.Select(n => $"{n.Row} {n.Problem.Code}").Order())).ShouldBe((4, "4 note-sale-left 5 note-variant-left"));
        products.Single(p => p.Name == "Elsewhere").Published.ShouldBeFalse();
        (products.Single(p => p.Name == "Gone").Variants.Single().Quantity, products.Single(p => p.Name == "Gone").Attributes["Care"]).ShouldBe((0L, "Wash & dry"));
    }

    [Fact]
    public void An_export_of_some_columns_is_known_by_their_words()
    {
        var product = Read("\n,,\n\tID,Тип,Артикул,Имя,Опубликован,Описание,Базовая цена,Изображения\n40,simple,,Чашка,'-1,Белая,240,https://example.org/1.jpg\n", "woocommerce").Single();
        (product.Key, product.Row, product.Name, product.Published, product.Variants.Single().Price).ShouldBe(("id:40", 4, "Чашка", false, 240m));
        Read("SKU,Name,Short description,Images\n,Milk,<p>Rose</p>\\n,https://example.org/1.jpg\n", "woocommerce").Single().Key.ShouldBe("Milk", "there is nothing else to tell it by");
    }

    [Fact]
    public void A_list_of_stock_is_no_list_of_products()
    {
        var header = "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Incoming,Unavailable,Committed,Available,On hand";
        SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(header + "\nbag,Bag,Color,Red,B-1,,,Shop,0,0,0,3,3\n"))).Problem!.Code.ShouldBe("import-stock");
    }

    [Fact]
    public void Foods_are_named_in_every_language_that_the_table_has()
    {
        var product = Read("code\tlc\tproduct_name_de\tproduct_name_fr\tgeneric_name_fr\tquantity\tcategories\tingredients_text_fr\n4006381333931\tfr\tKeks\tBiscuit\t\t132 g\tSnacks, Biscuits, en:open-food-facts\tblé\n", "open-food-facts").Single();
        (product.Name, product.Category, product.Description, product.Variants.Single().Gtin, product.Translations[("name", "de")]).ShouldBe(("Biscuit", "Biscuits", "blé", "04006381333931", "Keks"));
        Read("code\tproduct_name_nb\tcategories\n4006381333931\tKjeks\ten:dry-cat-food\n", "open-food-facts").Single().Category.ShouldBe("dry cat food");
    }

    private const string Feed = """
        <?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>x</title>
        <item><g:id>1</g:id><title>Lamp</title><g:price>45.00 EUR</g:price><g:availability>in_stock</g:availability><link>https://example.org</link><g:image_link>https://example.org/l.jpg</g:image_link><g:item_group_id>L</g:item_group_id><g:color>black</g:color></item>
        <item><g:id>2</g:id><title>Lamp</title><g:price>49.00 EUR</g:price><g:availability>out_of_stock</g:availability><link>https://example.org</link><g:image_link>https://example.org/m.jpg</g:image_link><g:item_group_id>L</g:item_group_id><g:color>white</g:color></item>
        </channel></rss>
        """;

    [Theory]
    [InlineData(Feed)]
    [InlineData("id\ttitle\tprice\tavailability\tlink\timage_link\titem_group_id\tcolor\n1\tLamp\t45.00 EUR\tin_stock\thttps://example.org\thttps://example.org/l.jpg\tL\tblack\n2\tLamp\t49.00 EUR\tout_of_stock\thttps://example.org\thttps://example.org/m.jpg\tL\twhite\n")]
    [InlineData("g:id\tg:title\tg:price\tg:availability\tg:link\tg:image_link\tg:item_group_id\tg:color\n1\tLamp\t45.00 EUR\tin_stock\thttps://example.org\thttps://example.org/l.jpg\tL\tblack\n2\tLamp\t49.00 EUR\tout_of_stock\thttps://example.org\thttps://example.org/m.jpg\tL\twhite\n")]
    public void Offers_of_a_merchant_feed_are_variants_of_their_group(string file)
    {
        var product = Read(file, "google-merchant").Single();
        product.Options.ShouldBe(["color"]);
        product.Variants.Select(v => (v.Choice[0], v.Sku, v.Price, v.Currency, v.Quantity)).ShouldBe([("black", "1", 45.00m, "EUR", null), ("white", "2", 49.00m, "EUR", 0L)]);
        product.Photos.Count.ShouldBe(2);
    }

    [Fact]
    public void Offers_that_differ_by_nothing_but_their_titles_are_told_by_what_differs_in_them()
    {
        const string Header = "id\ttitle\tprice\tavailability\tlink\timage_link\titem_group_id\n";
        var product = Read(Header + string.Concat(new[] { "whole", "in slices", "in cubes" }.Select((cut, i) => $"{i}\tRye loaf of the day – {cut}\t4.00 EUR\tin_stock\thttps://example.org\thttps://example.org/l.jpg\tR\n")), "google-merchant").Single();
        (product.Name, string.Join('|', product.Variants.Select(v => v.Choice.Single()))).ShouldBe(("Rye loaf of the day", "whole|in slices|in cubes"));
        Read(Header + "1\tLamp\t4 EUR\tin_stock\tx\ty\tR\n2\tLamp\t5 EUR\tin_stock\tx\ty\tR\n", "google-merchant").Single().Name.ShouldBe("Lamp");
    }

    [Fact]
    public void An_Atom_feed_says_things_twice_and_an_offer_may_lack_its_price()
    {
        var products = Read("""
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>x</title>
            <entry><id>https://example.org/1</id><g:id>1</g:id><title>Lamp</title><g:title>Lamp &amp;amp; shade</g:title><link href="https://example.org/1"/><g:availability>in_stock</g:availability><g:image_link>https://example.org/l.jpg</g:image_link></entry>
            <entry><id>https://example.org/2</id><g:id>2</g:id><title>Bulb</title><link href="https://example.org/2"/><g:availability>in_stock</g:availability><g:image_link>https://example.org/m.jpg</g:image_link><g:price>9.00 EUR</g:price><g:sale_price>7.00 EUR</g:sale_price></entry></feed>
            """, "google-merchant");
        products.Select(p => (p.Key, p.Name, p.Variants.Single().Price, string.Join(' ', p.Notes.Select(n => n.Problem.Code)))).ShouldBe([("1", "Lamp & shade", null, ""), ("2", "Bulb", 9m, "note-sale-left")]);
    }

    [Fact]
    public void An_unknown_table_is_mapped_and_its_columns_are_guessed()
    {
        using var file = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes("Réf.;Désignation;Prix TTC;Code-barres;Qté;Marque\nA1;Pain;1.234,50;x;3;Martin\nA2;;2;;1;\n"))).Value;
        file.System.ShouldBeNull();
        file.Guess().Ok.ShouldBeTrue();
        var products = file.Products().ToList();
        (products[0].Name, products[0].Variants.Single().Price, products[0].Variants.Single().Quantity, products[0].Maker).ShouldBe(("Pain", 1234.50m, 3L, "Martin"));
        products[1].Refused.Single().Column.ShouldBe("Désignation");
    }

    [Fact]
    public void Of_columns_that_look_alike_the_surest_are_guessed()
    {
        using var file = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes("id,name,sku,type,status,price,stock_quantity,main_image,all_images,categories\n7,Set,C-9,variable,publish,28.90,3,https://example.org/1.jpg,https://example.org/1.jpg; https://example.org/2.jpg,Boys; Sets\n"))).Value;
        file.Guess().Ok.ShouldBeTrue();
        var product = file.Products().Single();
        (product.Key, product.Category, product.Photos.Count, product.Variants.Single().Quantity).ShouldBe(("C-9", "Boys; Sets", 2, 3L));
    }

    [Theory]
    [InlineData("free", "row-price")]
    [InlineData("-5", "row-price-negative")]
    [InlineData("5 XXQ", "row-currency")]
    public void A_price_that_is_none_is_told_by_row_and_column(string price, string code)
    {
        var product = Read($"Handle,Title,Vendor,Variant Price\na,A,v,{price}\n", "shopify").Single();
        (product.Refused.Single().Row, product.Refused.Single().Column, product.Refused.Single().Problem.Code).ShouldBe((2, "Variant Price", code));
    }

    public static TheoryData<string, byte[]> NoFiles => new()
    {
        { "table-empty", [] },
        { "table-binary", [0x7F, .. "ELF"u8, 2, 1, 1, 0, 0, 0, 0, 0] },
        { "import-broken", "PK\u0003\u0004not an archive"u8.ToArray() },
        { "table-binary", TestPhotos.Png(160, 160) },
        { "import-archive", Zip(("a.csv", "x"), ("b.csv", "y")) },
        { "table-binary", Zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")) },
        { "table-no-rows", "[]"u8.ToArray() },
        { "table-no-rows", Encoding.UTF8.GetBytes("\ufeffHandle,Title,Vendor,Variant Price\r\n\r\n") },
        { "table-no-rows", Encoding.UTF8.GetBytes("<rss><channel><title>x</title></channel></rss>") },
        { "import-broken", Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><rss><item>&e;</item></rss>") },
        { "import-unpacked", Bomb() },
    };

    [Theory]
    [MemberData(nameof(NoFiles))]
    public void What_is_no_file_of_products_says_so(string code, byte[] bytes)
    {
        var file = SourceFile.Open(new MemoryStream(bytes));
        var problem = file.Problem ?? file.Value.Products().SelectMany(p => p.Refused).First().Problem;
        problem.Code.ShouldBe(code);
    }

    /// <summary>All that can be read of it is read, and the last row says that there was more.</summary>
    [Fact]
    public void A_file_that_is_damaged_in_the_middle_ends_with_a_row_that_says_so()
    {
        const string Row = "a{0},A,v,{1}\n";
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, Row, i, (i * 7919) % 10_007)));
        var zip = Zip(("export.csv", "Handle,Title,Vendor,Variant Price\n" + rows));
        zip.AsSpan(zip.Length / 2, 64).Fill(0xFF);
        Damaged(zip).ShouldBeInRange(1, 19_999);
        var feed = Encoding.UTF8.GetBytes(Feed);
        Damaged(feed[..feed.AsSpan().LastIndexOf("<item>"u8)]).ShouldBe(1);
        Damaged("[{\"id\":\"1\",\"name\":\"A\",\"attributes\":{}},{\"id\""u8.ToArray()).ShouldBe(1);

        static int Damaged(byte[] bytes)
        {
            using var file = SourceFile.Open(new MemoryStream(bytes)).Value;
            _ = file.System ?? file.Guess().Value.ToString();
            var products = file.Products().ToList();
            products.SelectMany(p => p.Refused).Select(r => r.Problem.Code).Distinct().ShouldBe(["import-broken"]);
            return products.Count(p => p.Refused.Count == 0);
        }
    }

    [Fact]
    public void A_zip_that_says_less_of_its_size_than_it_becomes_is_never_unpacked_whole()
    {
        var bomb = Bomb();
        var sizes = (At: bomb.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24, Said: 2_000_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(sizes.At), sizes.Said);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var file = SourceFile.Open(new MemoryStream(bomb));
        (file.Problem ?? file.Value.Products().SelectMany(p => p.Refused).First().Problem).Code.ShouldNotBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public void A_formula_is_a_text_like_any_other()
    {
        var product = Read("Handle,Title,Vendor,Variant SKU,Variant Price\ntea,=cmd|' /C calc'!A0,@SUM(1+1),+1-2,3.50\n", "shopify").Single();
        (product.Name, product.Maker, product.Variants.Single().Sku).ShouldBe(("=cmd|' /C calc'!A0", "@SUM(1+1)", "+1-2"));
        Read("Handle,Title,Vendor,Variant Price\ntea,Tea,v,=1+1\n", "shopify").Single().Refused.Single().Problem.Code.ShouldBe("row-price");
    }

    [Fact]
    public void A_count_below_zero_begins_at_zero_and_a_wrong_bar_code_becomes_the_shops_number()
    {
        var product = Read("Handle,Title,Vendor,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode\ntea,Tea,v,,-7,3.50,4006381333932\n", "shopify").Single();
        product.Variants.Select(v => (v.Quantity, v.Sku, v.Gtin)).ShouldBe([(0L, "4006381333932", null)]);
        product.Notes.Select(n => (n.Row, n.Column, n.Problem.Code)).ShouldBe([(2, "Variant Barcode", "note-gtin"), (2, "Variant Inventory Qty", "note-oversold")]);
        product.Refused.ShouldBeEmpty();
    }

    [Fact]
    public void An_archive_with_one_table_is_read()
    {
        using var file = SourceFile.Open(new MemoryStream(Zip(("export.csv", "Handle,Title,Vendor\na,A,v\n")))).Value;
        file.Products().Single().Name.ShouldBe("A");
    }

    public static TheoryData<string, string, int, int, int, int> RealFiles => new()
    {
        // file, system, rows, products, variants, rows refused
        { "small_shops/etsy_ElesWoodDesigns.csv", "etsy", 133, 133, 133, 0 },
        { "small_shops/shopify_las-lira_es.csv", "shopify", 407, 143, 226, 0 },
        { "small_shops/shopify_parispousse_fr.csv", "shopify", 159, 40, 111, 0 },
        { "small_shops/shopify_patak.csv", "shopify", 548, 86, 168, 0 },
        { "small_shops/shopify_prijsgarantie_nl.csv", "shopify", 814, 814, 814, 0 },
        { "openfoodfacts/off_2019_barcodes_fr_sample.csv", "open-food-facts", 32_863, 32_863, 32_861, 2 },
        { "openfoodfacts/openfoodfacts_fr_6770_utf8.csv", "open-food-facts", 6_774, 6_774, 6_774, 0 },
        { "icecat/products_4.json.zip", "icecat", 4_406, 4_406, 4_406, 0 },
    };

    [Theory]
    [Trait("Category", RealData.Trait)]
    [MemberData(nameof(RealFiles))]
    public void Real_exports_are_known_and_no_row_is_lost(string name, string system, int rows, int products, int variants, int refused)
    {
        using var file = SourceFile.Open(File.OpenRead(RealData.File(name))).Value;
        var look = LookAtFile.Alone(file);
        (look.System, look.Counts.Rows, look.Counts.Products, look.Counts.Variants, look.Counts.Refused).ShouldBe((system, rows, products, variants, refused));
        (look.Counts.Created + look.Counts.Updated + look.Counts.Unchanged + look.Counts.Refused).ShouldBe(rows);
        look.Remarks.Where(r => r.Refused).Select(r => r.Said.Row).Distinct().Count().ShouldBe(refused);
    }

    private static List<SourceProduct> Read(string text, string system)
    {
        using var file = SourceFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))).Value;
        file.System.ShouldBe(system);
        return [.. file.Products()];
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Half a gigabyte of nothing in some hundred kilobytes.</summary>
    private static byte[] Bomb()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a.csv", CompressionLevel.Fastest).Open();
            var block = new byte[1_000_000];
            for (var i = 0; i <= SourceFile.MostMegabytes; i++)
            {
                entry.Write(block);
            }
        }

        return bytes.ToArray();
    }
}
