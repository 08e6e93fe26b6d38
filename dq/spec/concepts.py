"""Words of open data in several languages: two names may say the same and share no letter. General vocabulary only."""

from functools import cache

_WORDS = """
date day datum fecha data jour tag 日付 年月日 日 月日 受渡日 期日
year jahr anno año annee année jaar 年 年度 西暦
month monat mese mes mois maand 月
time hour uhrzeit zeit hora ora heure heures tijd 時刻 時間 時 時間帯
week woche semana settimana semaine 週
name nom nombre nome naam bezeichnung titel title label 名称 名前 氏名 名
id code key kennung codigo codice nummer number num no nr 番号 コード 識別子 整理番号
country land pais país paese pays 国 国名
region regione région gebiet area zone エリア 地域 地方 区域
prefecture province provincia provinz provincie state bundesland 都道府県 県 州 都道府県名
city municipality commune comune gemeinde gemeente municipio ciudad stadt town 市区町村 市町村 市 自治体
ward district bezirk quartier distrito 区 区名
address adresse direccion dirección indirizzo adres 住所 所在地
latitude lat latitudine breite breitengrad latitud 緯度
longitude lon lng long longitudine länge längengrad longitud 経度
price preis precio prezzo prix prijs 価格 単価 プライス 料金
amount betrag importe importo montant bedrag 金額 額
quantity volume menge cantidad quantita quantité qty 数量 量
count cases anzahl zahl casos casi nombre aantal 件数 数 人数 陽性者数
total sum gesamt summe totale totaal 合計 総数 計 全体
population einwohner poblacion población popolazione 人口
household households haushalte 世帯 世帯数
male men man männer hombres maschi homme m 男 男性
female women woman frauen mujeres femmine femme f 女 女性
age alter edad età âge leeftijd 年齢 年代 年齢層
sex gender geschlecht sexo sesso sexe geslacht 性別
demand load consumption consumo verbrauch last netzlast consommation 需要 電力需要 使用量 消費
supply generation production erzeugung generacion produzione 供給 供給力 発電 発電量 発電実績 生産
capacity leistung capacidad kapazität capacité 容量 設備容量 定員
forecast prognose previsión prévision 予測 予想
actual observed ist real réalisé 実績 実測
solar pv photovoltaik photovoltaic sun 太陽光
wind eolico éolien eólica 風力
nuclear kernenergie nucléaire nucleare nuclear 原子力
hydro water wasserkraft hydraulique idro 水力
thermal coal gas lng 火力
temperature temp temperatur temperatura température 気温 温度
rain precipitation niederschlag precipitacion pluie 降水量 雨量
wind_speed windspeed 風速
humidity 湿度
pressure luftdruck 気圧
note notes remark remarks comment bemerkung hinweis note_it observaciones 備考 注記 摘要
status state zustand estado stato statut 状態 状況 ステータス
type kind category typ art tipo catégorie soort 種別 種類 区分 分類 型
unit einheit unidad unità unité eenheid 単位
value wert valor valore valeur waarde 値 数値
phone tel telephone telefon teléfono telefono 電話番号 電話
url link website homepage web ホームページ
start begin anfang von from inicio inizio début 開始 始 自
end finish ende bis to fin fine 終了 終 至
update updated last_update stand modified 更新 更新日 更新日時
published publication veröffentlicht 公表 公表日 公開日
deaths dead tote todesfälle fallecidos deceduti décès 死亡 死亡者数 死者
recovered discharged genesen dimessi guariti 退院 回復
positive confirmed infected positivi positivos 陽性 感染 感染者数
hospitalized hospital hosp ricoverati 入院 病院 医療機関
tests tested tamponi 検査 検査件数
rate ratio share percent anteil quote tasa taux tasso 率 割合 比率
average mean mittel durchschnitt media moyenne 平均
maximum max höchst 最高 最大
minimum min tiefst 最低 最小
change difference delta variazione variación veränderung 増減 前日比 変化 差
station stop haltestelle estación stazione 駅 停留所 測定局 観測所
school schule escuela 学校
company firma empresa azienda 企業 会社 事業者 法人名
product produkt producto prodotto 商品 品目 製品
"""
_SHORTEST_INSIDE = 2  # letters of a Japanese word that is looked for inside a name


@cache
def _table() -> dict[str, int]:
    return {word: n for n, line in reversed(list(enumerate(_WORDS.split("\n")))) for word in line.split()}


@cache
def concepts(tokens: tuple[str, ...]) -> frozenset[int]:
    """What the words of a name speak of: whole tokens, and Japanese words inside tokens, longest first."""
    table, found = _table(), set()
    for token in tokens:
        if token in table:
            found.add(table[token])
            continue
        rest = token
        for size in range(len(rest), 0 if token.isascii() else _SHORTEST_INSIDE - 1, -1):
            if token.isascii():
                break
            for at in range(len(rest) - size + 1):
                part = rest[at : at + size]
                if part in table:
                    found.add(table[part])
                    rest = rest.replace(part, "\n" * size)
        if rest and rest[-1:] in table:
            found.add(table[rest[-1]])
    return frozenset(found)
