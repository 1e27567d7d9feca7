//! The help as it was written: whole, the same in both languages, and found by the words
//! that people use.

mod figures;

use domain::Locale;

use super::*;

/// Questions that each language must have at least.
const QUESTIONS_MIN: usize = 36;
/// Longest answer in characters: somebody is looking for a way out, not for a book.
const ANSWER_CHARS_MAX: usize = 1_200;

fn shelf(locale: Locale, sandbox: bool) -> Shelf {
    let library = kept(locale).as_ref().unwrap();
    Shelf { library, sandbox }
}

fn answer(article: &Article) -> String {
    article
        .blocks
        .iter()
        .flat_map(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The answer to one question.
#[track_caller]
fn said(locale: Locale, slug: &str) -> String {
    answer(&shelf(locale, true).article(slug).unwrap())
}

/// Queries whose first answer is another one than it should be.
fn missed(locale: Locale, expected: &[(&str, &str)]) -> Vec<String> {
    let first = |query: &str| shelf(locale, true).search(query).into_iter().next();
    expected
        .iter()
        .filter_map(|(query, slug)| {
            let found = first(query).map(|hit| hit.slug);
            (found.as_deref() != Some(*slug)).then(|| format!("{query}: {found:?}, not {slug}"))
        })
        .collect()
}

#[test]
fn both_languages_answer_the_same_questions_in_the_same_order() {
    let names = |locale| -> Vec<(String, Vec<String>)> {
        let slugs = |topic: Topic| {
            topic
                .questions
                .into_iter()
                .map(|found| found.slug)
                .collect()
        };
        shelf(locale, true)
            .topics()
            .map(|topic| (topic.id.clone(), slugs(topic)))
            .collect()
    };
    let (chinese, english) = (names(Locale::ZhCn), names(Locale::En));
    assert_eq!(chinese, english);
    let mut slugs: Vec<&String> = english.iter().flat_map(|(_, slugs)| slugs).collect();
    assert!(slugs.len() >= QUESTIONS_MIN, "{}", slugs.len());
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(
        slugs.len(),
        english.iter().map(|(_, slugs)| slugs.len()).sum::<usize>()
    );
}

#[test]
fn both_languages_lead_to_the_same_pages_and_questions() {
    let leads = |locale| -> Vec<(String, Vec<String>, Vec<String>)> {
        let articles = shelf(locale, true).faq().flat_map(|topic| topic.articles);
        articles
            .map(|article| {
                let pages = article.ways.into_iter().map(|way| way.href).collect();
                let related = article
                    .related
                    .into_iter()
                    .map(|found| found.slug)
                    .collect();
                (article.slug, pages, related)
            })
            .collect()
    };
    assert_eq!(leads(Locale::ZhCn), leads(Locale::En));
}

#[test]
fn every_related_question_is_there_and_none_is_related_to_itself() {
    for &locale in Locale::ALL {
        let shelf = shelf(locale, true);
        for (_, _, part) in shelf.library.parts() {
            for slug in &part.see {
                assert!(shelf.article(slug).is_some(), "{} names {slug}", part.slug);
                assert_ne!(slug, &part.slug);
            }
        }
    }
}

#[test]
fn nothing_is_empty_and_nothing_is_endless() {
    for &locale in Locale::ALL {
        let shelf = shelf(locale, true);
        for (_, sheet, part) in shelf.library.parts() {
            assert!(!sheet.title.is_empty() && !part.heading.is_empty() && !part.also.is_empty());
            assert!(
                part.slug
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                part.slug
            );
            assert!(!part.see.is_empty(), "{} leads nowhere else", part.slug);
            let article = shelf.article(&part.slug).unwrap();
            let said = answer(&article);
            assert!(
                article
                    .blocks
                    .iter()
                    .flat_map(lines)
                    .all(|line| !line.trim().is_empty()),
                "{}",
                part.slug
            );
            assert!(
                (30..=ANSWER_CHARS_MAX).contains(&said.chars().count()),
                "{}: {said}",
                part.slug
            );
            for way in article.ways {
                assert!(
                    way.href.starts_with('/') && !way.href.starts_with("//"),
                    "{}",
                    way.href
                );
                assert!(!way.label.is_empty());
            }
        }
    }
}

#[test]
fn each_language_is_written_in_its_own_characters() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    for (locale, chinese) in [(Locale::ZhCn, true), (Locale::En, false)] {
        for topic in shelf(locale, true).faq() {
            for article in topic.articles {
                assert_eq!(
                    is_chinese(&article.question),
                    chinese,
                    "{}",
                    article.question
                );
                assert_eq!(is_chinese(&answer(&article)), chinese, "{}", article.slug);
            }
        }
        for page in [Page::Install, Page::Safety] {
            let prose = prose(locale, page).unwrap();
            assert!(!prose.lead.is_empty() && prose.chapters.len() > 3);
            for chapter in prose.chapters {
                assert_eq!(is_chinese(&chapter.heading), chinese, "{}", chapter.heading);
                assert!(!chapter.blocks.is_empty());
            }
        }
    }
}

#[test]
fn without_the_sandbox_nothing_is_said_or_found_of_it() {
    for (locale, query) in [
        (Locale::En, "sandbox card number"),
        (Locale::ZhCn, "沙盒测试卡号"),
    ] {
        assert_eq!(shelf(locale, true).search(query)[0].slug, "test-cards");
        let real = shelf(locale, false);
        assert!(
            real.search(query)
                .iter()
                .all(|hit| !hit.slug.starts_with("test-"))
        );
        assert!(real.article("test-cards").is_none());
        assert_eq!(
            real.topics().count() + 1,
            shelf(locale, true).topics().count()
        );
        for article in real.faq().flat_map(|topic| topic.articles) {
            assert!(
                article
                    .ways
                    .iter()
                    .all(|way| !way.href.starts_with("/sandbox")),
                "{}",
                article.slug
            );
            assert!(
                article
                    .related
                    .iter()
                    .all(|found| real.article(&found.slug).is_some())
            );
        }
    }
}

#[test]
fn english_questions_are_found_by_the_words_people_use() {
    let expected = [
        ("how do I withdraw money", "withdraw"),
        ("cash out to bank", "withdraw"),
        ("forgot my password", "forgot-password"),
        ("card declined", "top-up-failed"),
        ("code not arriving sms", "no-code"),
        ("how long does a bank transfer take", "top-up-time"),
        ("send to someone without an account", "send-to-newcomer"),
        ("undo a payment", "take-back"),
        ("phishing", "is-it-us"),
        ("exchange rate ECB", "rate-source"),
        ("daily limit reset", "day-limit"),
        ("install on iPhone", "install-app"),
        ("FEES", "fees"),
        ("ｆｅｅｓ", "fees"),
        ("lost my phone", "lost-phone"),
        ("2fa", "two-factor"),
        ("4242", "test-cards"),
        ("qr code", "my-qr"),
        ("talk to a human", "contact"),
    ];
    assert_eq!(missed(Locale::En, &expected), [""; 0]);
}

#[test]
fn chinese_questions_are_found_without_spaces() {
    let expected = [
        ("怎么提现到银行卡", "withdraw"),
        ("忘记登录密码", "forgot-password"),
        ("忘了密码怎么办", "forgot-password"),
        ("充值失败", "top-up-failed"),
        ("为什么充值失败了", "top-up-failed"),
        ("收不到验证码", "no-code"),
        ("充值多久到账", "top-up-time"),
        ("对方没有注册能转账吗", "send-to-newcomer"),
        ("转错人了", "wrong-person"),
        ("手续费多少", "fees"),
        ("每日限额", "day-limit"),
        ("汇率哪里来的", "rate-source"),
        ("怎么安装到手机", "install-app"),
        ("收款码", "my-qr"),
        ("忘记支付密码", "change-payment-password"),
        ("手机丢了", "lost-phone"),
        ("轉錯人", "wrong-person"),
        ("３Ｄ验证", "bank-confirmation"),
        ("客服电话", "contact"),
    ];
    assert_eq!(missed(Locale::ZhCn, &expected), [""; 0]);
}

#[test]
fn a_search_shows_few_answers_and_how_each_begins() {
    for (locale, query) in [(Locale::En, "money"), (Locale::ZhCn, "钱")] {
        let hits = shelf(locale, true).search(query);
        assert_eq!(hits.len(), HITS_MAX);
        for hit in hits {
            assert!(!hit.topic.is_empty() && !hit.excerpt.is_empty());
            assert!(
                hit.excerpt.chars().count() <= EXCERPT_CHARS_MAX + 1,
                "{}",
                hit.excerpt
            );
        }
    }
}

#[test]
fn the_samples_are_the_messages_that_are_sent() {
    for &locale in Locale::ALL {
        let samples = samples(locale, "https://okpay.example");
        assert_eq!(samples.len(), 3);
        for sample in samples {
            assert!(!sample.subject.is_empty());
            assert!(
                sample.text.ends_with("https://okpay.example\n"),
                "{}",
                sample.text
            );
        }
    }
}
