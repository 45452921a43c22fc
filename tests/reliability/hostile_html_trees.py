"""Hostile by their elements: too deep, too many, never closed, in places where none belong."""

from __future__ import annotations

from tests.reliability.hostile_html import PARAGRAPHS, STORY, Pages, numbered, page

PAGES = Pages()
nested, many, add = PAGES.nested, PAGES.many, PAGES.add

# ---------------------------------------------------------------------- too deep

nested("deep_div", 300, 100_000, "<div>", "</div>")
nested("deep_div_never_closed", 300, 100_000, "<div>")
nested("deep_div_with_classes", 300, 50_000, '<div class="article post content-body">', "</div>")
nested("deep_div_with_text", 300, 20_000, f"<div>{STORY[:60]}", "</div>")
nested("deep_b", 300, 50_000, "<b>", "</b>")
nested("deep_b_never_closed", 200, 20_000, "<p><b>")  # each <p> opens all of them again
nested("deep_font", 300, 50_000, '<font size="2" color="#333">', "</font>")
nested("deep_span", 300, 100_000, "<span>", "</span>", "<p>{}</p>")
nested("deep_table", 150, 10_000, "<table><tr><td>", "</td></tr></table>")
nested("deep_table_never_closed", 150, 10_000, "<table><tr><td>")
nested("deep_tables_without_cells", 150, 10_000, "<table>")
nested("deep_list", 200, 20_000, "<ul><li>item", "</li></ul>")
nested("deep_list_of_both", 200, 20_000, "<ol><li><ul><li>", "</li></ul></li></ol>")
nested("deep_definitions", 200, 20_000, "<dl><dt>word<dd>", "</dl>")
nested("deep_forms", 200, 20_000, '<form action="/"><fieldset>', "</fieldset></form>")
nested("deep_links_never_closed", 200, 10_000, '<a href="/a">word ')
nested("deep_links_in_divs", 200, 10_000, '<a href="/a"><div>', "</div></a>")
nested("deep_svg", 200, 50_000, "<svg><g>", "</g></svg>")
nested("deep_svg_and_html", 150, 20_000, "<svg><foreignObject><div>", "</div></foreignObject></svg>")
nested("deep_math", 200, 50_000, "<math><mrow><msup>", "</msup></mrow></math>")
nested("deep_template", 200, 50_000, "<template>", "</template>")
nested("deep_blockquote", 200, 50_000, "<blockquote>", "</blockquote>")
nested("deep_sections", 200, 30_000, "<section><header><h2>Part</h2></header><article>", "</article></section>")
nested("deep_noscript_and_object", 200, 30_000, "<noscript><object>", "</object></noscript>")
nested("deep_details", 200, 30_000, "<details><summary>more</summary>", "</details>")
nested("deep_ruby", 200, 30_000, "<ruby>a<rt>", "</rt></ruby>")
nested("deep_own_elements", 200, 30_000, "<my-card><my-part>", "</my-part></my-card>")
nested("deep_buttons_and_labels", 200, 30_000, "<label><button>", "</button></label>")
nested("deep_select", 200, 30_000, "<select><optgroup><option>")
nested("deep_marquee", 200, 20_000, "<marquee><center>", "</center></marquee>")
nested("misnested_formatting", 150, 10_000, "<a href=/x><b><i><u>", "</a></b></i></u>")
nested("misnested_blocks", 150, 10_000, "<b><p><i><div>", "</b></i></p></div>")
nested("tables_in_paragraphs_in_links", 100, 5_000, "<a href=/y><p><table><caption><b>")
nested(
    "deep_microdata", 200, 20_000, '<div itemscope itemtype="http://schema.org/Article" itemprop="author">', "</div>"
)
nested("deep_namespaces", 200, 20_000, "<o:p><w:r><v:shape>", "</v:shape></w:r></o:p>")


def _srcdoc(size: int) -> str:
    inner = f"<p>{STORY}</p>"
    for _ in range(size):  # each level escapes all quotes once more: it doubles
        inner = f'<iframe srcdoc="{inner.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    return page(inner + PARAGRAPHS)


add("deep_iframe_srcdoc", 6, 13, _srcdoc)

# ---------------------------------------------------------------------- too many

many("many_empty_divs", 600, 1_000_000, "<div></div>")
many("many_empty_tags_of_all_kinds", 150, 200_000, "<i></i><p></p><td></td><li></li><hr>")
many("many_br", 500, 500_000, "<br>")
many("many_br_with_text", 150, 100_000, "one line #<br>", "<p>{}</p>")
many("many_paragraphs", 80, 100_000, f"<p>Number #: {STORY}</p>")
many("many_short_paragraphs", 150, 100_000, "<p>Line # of many</p>")
many("many_paragraphs_never_closed", 150, 100_000, "<p>Line # of many, and a little more")
many("many_same_paragraphs", 80, 100_000, f"<p>{STORY}</p>")
many(
    "many_divs_of_text",
    80,
    100_000,
    "<div>Block number # of the page, with a dozen words in it and a full stop.</div>",
)
many("many_ends_with_text_behind", 150, 100_000, "</body></html>Line # of many")
many("many_ends_with_elements_behind", 150, 100_000, "</body></html><p>Line # of many</p>")
many("many_pages_in_one", 150, 50_000, "<html><head><title>#</title></head><body>Page #</body></html>")
many("many_headings", 80, 50_000, "<h2>Heading #</h2><p>A word.</p>")
many("many_b", 300, 100_000, "<b>word</b> ", "<p>{}</p>")
many("paragraph_of_b_280_kb", 300, 23_000, "<b>worden</b> ", "<p>{}</p>")
many("many_spans_without_spaces", 1_000, 100_000, "<span>w</span>", "<p>{}</p>")
many("many_links", 150, 100_000, '<a href="/page/#">Link to page #</a> ')
many(
    "many_links_in_lists",
    80,
    50_000,
    '<li><a href="https://h#.example/#">A site with number #</a></li>',
    "<ul>{}</ul>",
)
many("many_links_in_prose", 300, 30_000, 'word and <a href="/w#">word #</a> and so ', "<p>{}</p>")
many("many_same_links", 150, 100_000, '<a href="/same">Read more</a> ')
many("many_list_items", 120, 100_000, "<li>Item # of the list</li>", "<ul>{}</ul>")
many("many_lists", 80, 50_000, "<ul><li>one #</li></ul>")
many("many_options", 200, 50_000, "<option value=#>Country #</option>", "<select>{}</select>")
many("many_inputs", 150, 100_000, '<input name="n#" value="v#"><label for="n#">Name #</label>', "<form>{}</form>")
many(
    "many_pictures", 100, 50_000, '<figure><img src="/i#.png" alt="Picture #"><figcaption>Photo #</figcaption></figure>'
)
many("many_iframes", 500, 50_000, '<iframe src="/f#"></iframe>')
many("many_articles", 60, 30_000, f'<article class="post article-body"><p>Number #. {STORY}</p></article>')
many("many_comments_sections", 200, 30_000, '<div class="comment" id="c#"><p>I think so too, # times.</p></div>')
many("many_footers", 80, 50_000, "<footer>Footer #</footer><aside>Aside #</aside><nav>Menu #</nav>")
many("many_time_elements", 300, 50_000, '<time datetime="2026-01-02" class="published">2 January 2026</time>')
many("many_quotes", 200, 50_000, "<blockquote>As # said, it rains.</blockquote>")
many("many_pre", 200, 30_000, "<pre>line #\n  line</pre>")
many("many_end_tags", 2_000, 300_000, "</div></p></b></table>")
many("many_bodies", 300, 100_000, '<body class="b#"><html lang="xx">')
many("many_tables", 150, 20_000, "<table><tr><td>cell #</td><td>2</td></tr></table>")
many("many_bylines", 200, 30_000, '<span class="author byline" rel="author">By Ada Fischer #</span>')
many("many_scripts", 300, 50_000, "<script>var a# = '<p>';</script>")
many("many_styles", 300, 50_000, "<style>.a# { color: red }</style>")
many(
    "many_conditional_comments", 100, 50_000, "<!--[if lt IE #]><p>old</p><![endif]--><![if !IE]><p>new #</p><![endif]>"
)
many("many_comments", 500, 100_000, "<!-- comment # -->")
many("many_processing_instructions", 500, 100_000, "<?php echo #; ?>")
many("many_own_elements", 300, 50_000, "<x-#a>word</x-#a>")
many("many_forms_never_closed", 100, 30_000, "<form><input><textarea>")
many("table_of_10000_columns", 1_000, 10_000, "<td>#</td>", "<table><tr>{}</tr></table>")
many("table_of_20000_rows", 80, 20_000, "<tr><td>#</td><td>name</td><td>12.50</td></tr>", "<table>{}</table>")
many("table_of_rows_never_closed", 80, 20_000, "<tr><td>#<td>name<th>12", "<table>{}</table>")
many(
    "table_of_giant_spans", 20, 5_000, '<td colspan="99999999" rowspan="99999999">#</td>', "<table><tr>{}</tr></table>"
)
many("table_of_impossible_spans", 100, 5_000, '<td colspan="-1" rowspan="x#">#</td>', "<table><tr>{}</tr></table>")
many("text_in_tables_outside_of_cells", 80, 30_000, "<tr>word # <td>", "<table>{}</table>")
many("everything_never_closed", 100, 10_000, "<div><p><b><a href=/#><ul><li><table><tr><td><form><select><h1>word #")
many("frameset", 300, 30_000, '<frame src="/f#">', "<frameset cols=*>{}</frameset>")
many("plaintext", 300, 100_000, "<p>line #", "<plaintext>{}")
many("xmp_and_listing", 100, 50_000, "<xmp><p>#</xmp><listing>#</listing><noembed>#</noembed>")
many(
    "headings_in_links_in_items",
    40,
    20_000,
    '<li><a href="/#"><h3>Title number #</h3><p>A teaser of # words.</p></a></li>',
)

add("half_a_page_of_heads", 200, 20_000, lambda size: "<html>" + "<head><title>t</title></head>" * size + PARAGRAPHS)
add("nothing_but_open_tags", 1_000, 500_000, lambda size: "<p" * size)
add("nothing_but_angles", 1_000, 1_000_000, lambda size: "<" * size)
add("nothing_but_closing_angles", 1_000, 1_000_000, lambda size: page(">" * size))
add("nothing_but_declarations", 1_000, 300_000, lambda size: "<!" * size + PARAGRAPHS)
add("nothing_but_questions", 1_000, 300_000, lambda size: "<?" * size + PARAGRAPHS)
add("no_page_at_all", 1, 1, lambda _: "")
add("one_angle", 1, 1, lambda _: "<")
add("self_closed_html", 1, 1, lambda _: f"<html/><head/><body/>{PARAGRAPHS}")
add("tags_in_capitals_and_digits", 100, 10_000, lambda size: page(numbered("<H#><P1><DIV/><BR/#>", size) + PARAGRAPHS))
