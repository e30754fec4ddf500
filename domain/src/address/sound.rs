//! Words as they sound: what is written differently and meant alike gets one spelling.

/// A word in small Latin letters and digits. Cyrillic is written in Latin as passports do
/// (ICAO Doc 9303), then what transliterations disagree on is made one: `й`, `ы`, `y`, `j` are `i`;
/// `kh` is `h`; `shch` is `sh`; `yo` and `ye` are `e`; soft and hard signs are nothing; a doubled
/// letter is single, as it is in many mistakes. Digits stay as they are.
pub fn sound(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        latin.push_str(in_latin(letter));
        if letter.is_ascii_digit() {
            latin.push(letter);
        }
    }
    // One rule may make room for another.
    loop {
        let next = alike(&latin);
        if next == latin {
            return latin;
        }
        latin = next;
    }
}

fn alike(latin: &str) -> String {
    let mut single = String::with_capacity(latin.len());
    for letter in latin.chars() {
        if letter.is_ascii_digit() || !single.ends_with(letter) {
            single.push(letter);
        }
    }
    // `ch` steps aside while every other `c` becomes `k`.
    let rules = [
        ("shch", "sh"),
        ("sch", "sh"),
        ("kh", "h"),
        ("ch", "C"),
        ("c", "k"),
        ("C", "ch"),
        ("ie", "e"),
        ("io", "e"),
    ];
    rules.iter().fold(single, |word, (written, one)| word.replace(written, one))
}

/// One small letter in Latin ones; nothing for what is no letter.
fn in_latin(letter: char) -> &'static str {
    match letter {
        'а' | 'a' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'б' | 'b' => "b",
        'в' | 'v' | 'w' => "v",
        'г' | 'g' => "g",
        'д' | 'd' => "d",
        'е' | 'ё' | 'э' | 'є' | 'e' | 'é' | 'è' | 'ê' | 'ë' => "e",
        'ж' => "zh",
        'з' | 'z' => "z",
        'и' | 'й' | 'ы' | 'і' | 'ї' | 'i' | 'y' | 'j' | 'í' | 'î' | 'ï' => "i",
        'к' | 'k' | 'q' => "k",
        'л' | 'l' => "l",
        'м' | 'm' => "m",
        'н' | 'n' | 'ñ' => "n",
        'о' | 'o' | 'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => "o",
        'п' | 'p' => "p",
        'р' | 'r' => "r",
        'с' | 's' | 'ß' => "s",
        'т' | 't' => "t",
        'у' | 'u' | 'ú' | 'ù' | 'û' | 'ü' => "u",
        'ф' | 'f' => "f",
        'х' | 'h' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ю' => "iu",
        'я' => "ia",
        'c' | 'ç' => "c",
        'x' => "ks",
        _ => "",
    }
}
