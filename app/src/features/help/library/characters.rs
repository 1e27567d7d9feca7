//! Traditional characters of a wallet's vocabulary and their simplified forms, so that a reader from Hong Kong or Taiwan
//! finds what is written in simplified ones. For the search alone: it must never change what is shown.

/// Characters as they are written in Hong Kong and Taiwan.
const TRADITIONAL: &str = "\
    帳賬轉匯幣錢餘額單號碼戶註冊錄設備聯費續銀驗證體語電話機郵請對換兌實際時間沒為麼樣個訊網頁開關啟動裝\
    應該隱據發還過嗎這裡裏們給從與選擇確認識別級審覽瀏務條點敗絕壞遲誤錯風險騙釣魚丟遺記詢問題幫處歷標籤\
    紅鎊韓國歐紙離線導簡變滿減計總數價買賣訂達領會員長門無現綁絡讀寫邊兩億萬貨產異鎖凍結舉報權護複後幾誰\
    說進類細終鍵顯檢測試辦參業儲優碩擋積歸諮羅藍屬傳輸貸債稅";
/// Each one's simplified form, in the same place.
const SIMPLIFIED: &str = "\
    账账转汇币钱余额单号码户注册录设备联费续银验证体语电话机邮请对换兑实际时间没为么样个讯网页开关启动装\
    应该隐据发还过吗这里里们给从与选择确认识别级审览浏务条点败绝坏迟误错风险骗钓鱼丢遗记询问题帮处历标签\
    红镑韩国欧纸离线导简变满减计总数价买卖订达领会员长门无现绑络读写边两亿万货产异锁冻结举报权护复后几谁\
    说进类细终键显检测试办参业储优硕挡积归咨罗蓝属传输贷债税";

/// The simplified form of a character; itself when it has none here.
pub fn simplified(c: char) -> char {
    // Nearly everything that is looked up is in neither list, and most of it is no Chinese at all.
    if c < '\u{4E00}' {
        return c;
    }
    TRADITIONAL
        .chars()
        .zip(SIMPLIFIED.chars())
        .find(|(traditional, _)| *traditional == c)
        .map_or(c, |(_, simple)| simple)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traditional_character_becomes_simple_and_a_simple_one_stays() {
        let folded: String = "轉賬手續費退款 fee".chars().map(simplified).collect();
        assert_eq!(folded, "转账手续费退款 fee");
        for simple in SIMPLIFIED.chars() {
            assert_eq!(simplified(simple), simple);
        }
    }

    #[test]
    fn the_lists_are_in_step_and_nothing_stands_twice() {
        let mut seen: Vec<char> = TRADITIONAL.chars().collect();
        assert_eq!(seen.len(), SIMPLIFIED.chars().count());
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), TRADITIONAL.chars().count());
    }
}
