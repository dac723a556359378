"""What others call our fields: HTML, Salesforce, HubSpot, Pipedrive, WordPress, four languages."""

from typing import Final

#: WHATWG autocomplete tokens, the strongest sign there is.
AUTOCOMPLETE: Final = {
    "name": "full_name",
    "given-name": "given_name",
    "family-name": "family_name",
    "organization": "company_name",
    "organization-title": "job_title",
    "email": "email",
    "tel": "phone",
    "tel-national": "phone",
    "address-level2": "city",
    "country": "country",
    "country-name": "country",
    "url": "website",
    "language": "language",
}

#: Names that say one thing everywhere. "|" separates; case, accents and punctuation do not count.
CERTAIN: Final = {
    "external_id": "external id|record id|hs object id|lead id|leadid|lead number|lead no"
    "|prospect id|lead gen id|leadgen id|submission id|response id|enquiry id|inquiry id"
    "|opportunity id|opportunity number|deal id|copper id|azonosító|tunniste|liidin tunniste"
    "|ärende id|leadgenid|contact id",
    "given_name": "first name|firstname|fname|given name|forename|etunimi|förnamn|keresztnév"
    "|utónév|name first|first|vorname",
    "family_name": "last name|lastname|lname|surname|family name|sukunimi|efternamn|vezetéknév"
    "|családi név|családnév|name last|last|nachname",
    "full_name": "full name|fullname|contact name|contact person|contactperson|your name"
    "|person name|lead full name|nimi|koko nimi|yhteyshenkilö|yhteyshenkilön nimi|namn"
    "|för och efternamn|kontaktperson|név|teljes név|kapcsolattartó|kapcsolattartó neve|nimesi"
    "|ditt namn|az ön neve|etu ja sukunimi|etunimi ja sukunimi|förnamn och efternamn"
    "|first and last name|primary contact|primary contact name|ansprechpartner|vollständiger name",
    "email": "email|e mail|email address|e mail address|mail address|mail|primary email|work email"
    "|business email|company email|contact email|emailaddress|sähköposti|sähköpostiosoite|e post"
    "|epost|e postadress|epostadress|mejl|mailadress|e mail cím|email cím|e mail címe|email1"
    "|sposti|työsähköposti|yrityssähköposti|emails|email address 1|primary contact primary email"
    "|mail adresse|e mail adresse",
    "phone": "phone|phone number|phonenumber|telephone|telephone number|tel|mobile|mobile phone"
    "|mobile number|mobilephone|mobile phone number|cell|cell phone|cellphone|work phone"
    "|business phone|contact number|phone1|tel number|gsm|puhelin|puhelinnumero|puh|matkapuhelin"
    "|kännykkä|telefon|telefonnummer|telefonnr|mobil|mobilnummer|mobiltelefon|telefonszám"
    "|mobilszám|telefonos elérhetőség|tel no|phone no|mobile no|company phone|whatsapp"
    "|office phone|primary contact primary phone",
    "job_title": "job title|jobtitle|position|role|occupation|designation|job position|job role"
    "|rooli|titteli|tehtävä|tehtävänimike|asema|ammatti|befattning|roll|yrkesroll|beosztás|pozíció"
    "|munkakör|organization title|organizationtitle|current occupation|current position"
    "|current role|berufsbezeichnung",
    "company_name": "company|company name|companyname|organization|organisation|organization name"
    "|organisation name|business name|businessname|employer|account|account name|accountname"
    "|associated company|company account|company or account|works for|works for name"
    "|company name text|firm|firma|yritys"
    "|yrityksen nimi|yritysnimi|organisaatio|organisaation nimi|företag|företagsnamn"
    "|företagets namn|bolag|bolagsnamn|organisation namn|cég|cégnév|cég neve|vállalat|vállalkozás"
    "|szervezet|vevő|szervezet név|organisaatio nimi|unternehmen|unternehmensname|firmenname",
    "website": "website|web site|website url|web|homepage|company website|company url|url|domain"
    "|company domain|company domain name|verkkosivu|verkkosivut|kotisivu|kotisivut|nettisivut"
    "|webbplats|hemsida|webbsida|weboldal|honlap|webcím|organization website",
    "business_id": "business id|businessid|company id|company number|registration number"
    "|company registration number|vat|vat number|vat id|vatid|tax id|y tunnus|ytunnus|ly tunnus"
    "|alv tunnus|organisationsnummer|org nr|orgnr|org nummer|momsnummer|momsregistreringsnummer"
    "|adószám|közösségi adószám|cégjegyzékszám|tax number",
    "industry": "industry|sector|branch|business sector|toimiala|ala|bransch|iparág|ágazat"
    "|tevékenységi kör|näringsgren",
    "nace": "nace code|nacecode|nace rev 2|industry code|sic|tol|tol koodi|toimialakoodi|sni"
    "|sni kod|snikod|teáor|teáor kód|teáor szám",
    "employees": "employees|employee count|number of employees|no of employees|numberofemployees"
    "|company size|companysize|headcount|staff|henkilöstö|henkilöstömäärä|henkilömäärä|työntekijät"
    "|työntekijämäärä|yrityksen koko|antal anställda|anställda|företagsstorlek|alkalmazottak száma"
    "|létszám|dolgozók száma|cégméret",
    "revenue": "revenue|annual revenue|annualrevenue|turnover|annual turnover|liikevaihto"
    "|omsättning|årsomsättning|árbevétel|éves árbevétel|forgalom",
    "revenue_currency": "revenue currency",
    "city": "city|town|municipality|locality|address locality|addresslocality|postal city|location"
    "|mailing city|billing city|kaupunki|paikkakunta|postitoimipaikka|kunta|stad|ort|postort|város"
    "|település|helység|address city|office location city|company city|organization city",
    "country": "country|country code|countrycode|country name|country region|address country"
    "|addresscountry|mailing country|maa|land|ország|nation|company country|organization country",
    "language": "language|locale|lang|preferred language|hs language|kieli|asiointikieli|språk"
    "|nyelv|preferred communication language",
    "subject": "subject|topic|regarding|lead title|deal name|deal title|lead name|enquiry subject"
    "|inquiry subject|otsikko|aihe|asia|ärende|ämne|rubrik|tárgy|téma|opportunity name",
    "message": "message|msg|comment|comments|note|notes|description|details|enquiry|inquiry"
    "|question|questions|additional information|additional info|lead notes|free text"
    "|project description|your message|tell us more|how can we help|how can we help you|body text"
    "|viesti|kommentti|kommentit|lisätiedot|lisätietoja|kysymys|kuvaus|muistiinpanot|meddelande"
    "|kommentar|kommentarer|fråga|beskrivning|övrigt|önskemål|üzenet|megjegyzés|leírás|kérdés"
    "|közlemény|textarea|viestisi|ditt meddelande|üzenete|vapaa sana|kerro lisää",
    "request_type": "request type|requesttype|enquiry type|inquiry type|type of enquiry"
    "|type of inquiry|type of request|contact reason|reason for contact|i want to"
    "|i am interested in|interested in|interest|yhteydenoton syy|pyynnön tyyppi|yhteydenoton aihe"
    "|ärendetyp|typ av ärende|kontaktorsak|megkeresés típusa|megkeresés tárgya|kérés típusa"
    "|mitä asiasi koskee",
    "needed_by": "needed by|need by|needed at|required by|deadline|start date|desired start|due by"
    "|tarve viimeistään|tarvitaan viimeistään|aloituspäivä|toivottu aloitus|toimitusaika"
    "|behövs senast|önskat startdatum|startdatum|határidő|szükséges dátum|kezdés|kívánt kezdés",
    "needed_within_days": "needed within|timeframe|time frame|timeline|purchase timeframe"
    "|purchase time frame|purchasetimeframe|buying timeframe|when do you need it|how soon|urgency"
    "|aikataulu|ostoaikataulu|hankinta aikataulu|tarve|tidsram|tidplan|när behöver ni"
    "|inköpstidpunkt|ütemezés|időkeret|mikorra van szükség|beszerzés ideje|vásárlás időpontja"
    "|needed within days",
    "value": "value|deal value|lead value|project value|estimated value|amount|deal amount"
    "|opportunity amount|budget|project budget|arvo|kaupan arvo|budjetti|värde|affärsvärde|budjet"
    "|érték|üzlet értéke|költségvetés|büdzsé|költségkeret|expected revenue|deal size|est value"
    "|est revenue|estimated revenue|opportunity value"
    "|primary opportunity value|betrag|auftragswert|belopp|kauppahinta|üzlet érték",
    "currency": "currency|currency code|currency of value|value currency|valuutta|valuta|pénznem"
    "|deal currency|lead currency",
    "value_band": "value band|project size|size of project|project value band|projektin koko"
    "|projektets storlek|projekt mérete",
    "source": "source|lead source|leadsource|utm source|original source|original traffic source"
    "|hs analytics source|source channel|traffic source|lead origin source"
    "|how did you hear about us|how did you find us|lähde|liidin lähde|mistä kuulit meistä|källa"
    "|leadkälla|hur hittade du oss|forrás|honnan hallott rólunk|lead forrása|original source type"
    "|quelle|leadquelle",
    "medium": "medium|utm medium|source medium|channel|kanava|kanal|csatorna",
    "campaign": "campaign|utm campaign|campaign name|campaign id|campaignname|kampanja|kampanj"
    "|kampány|latest campaign",
    "term": "utm term|keyword|search term|hakusana|sökord|kulcsszó",
    "content": "utm content|ad content|creative",
    "referrer": "referrer|referer|http referrer|http referer|referring url|referrer url"
    "|document referrer",
    "landing_page": "landing page|landingpage|page url|pageurl|page uri|landing page url|form url"
    "|conversion page|source url|first page seen|entry page|lander|current url|permalink|page",
    "visitor_id": "visitor id|visitorid|visitor token|client id|hutk|hubspotutk|anonymous id"
    "|vaste visitor",
    "occurred_at": "created|created at|created date|createdate|create date|created time|created on"
    "|submitted|submitted at|submittedat|submission date|date submitted|date|timestamp"
    "|lead created|lead lead created|entry date|received|received at|date created|occurred at"
    "|enquiry date|inquiry date|date added|lead submit time|luotu|luontipäivä|päivämäärä|päiväys"
    "|saapunut|pvm|skapad|skapades|datum|létrehozva|létrehozás dátuma|dátum|beérkezett"
    "|beérkezés dátuma|engage date|creation log|skapad datum|luomispäivä|erstellt|erstellt am"
    "|erstellungsdatum|eingangsdatum",
    "owner": "owner|lead owner|contact owner|deal owner|owner email"
    "|assigned to|assignee|sales rep|sales agent|salesperson|account manager|sales owner"
    "|deal owner name"
    "|vastuuhenkilö|omistaja|myyjä|ansvarig|säljare|ägare|felelős|értékesítő|ügyintéző",
    "outcome": "outcome|result|deal stage|lead status|hs lead status|stage|status|deal status"
    "|opportunity stage|opportunity result|deal result|deal outcome|lead outcome"
    "|converted|is won|won|won lost|closed won|tila|tulos|vaihe|utfall|resultat"
    "|steg|állapot|státusz|eredmény|szakasz|status reason|status label|affärsstatus"
    "|ergebnis|kaupan tila|liidin tila",
    "closed_at": "closed at|close date|closedate|closed date|closed on|won date|lost date|won time"
    "|lost time|close time|converted date|converted at|conversion date"
    "|suljettu|päätetty|kaupan päivä|stängd|stängningsdatum|lezárva"
    "|lezárás dátuma|zárás dátuma|actual close date|date closed|abgeschlossen am|abschlussdatum",
    "won_value": "won value|close value|closed value|closed amount|won amount|actual revenue"
    "|sales amount|toteutunut arvo|kauppasumma|faktiskt värde|nyert érték|deal won value",
    "close_reason": "close reason|closed reason|lost reason|loss reason|closed lost reason"
    "|closed won reason|disqualification reason|reason lost|häviösyy|häviön syy|hylkäyksen syy"
    "|förlustorsak|orsak|veszteség oka|elutasítás oka|verlustgrund",
    "first_contact_at": "first contact|first contact at|first contacted|first contact date"
    "|contacted at|first response|first response at|first response time|first activity date"
    "|ensimmäinen yhteydenotto|första kontakt|első kapcsolat|első kapcsolatfelvétel"
    "|first outreach date",
    "do_not_email": "do not email|donotemail|email opt out|emailoptout|hasoptedoutofemail"
    "|hs email optout|unsubscribed|unsubscribed from all email|opted out of email|no email"
    "|email unsubscribed|suoramarkkinointikielto|markkinointikielto|sähköpostikielto"
    "|ei sähköpostia|reklamspärr|ingen e post|ne küldjön emailt|e mail tiltás|opt out",
    "do_not_call": "do not call|donotcall|no calls|phone opt out|puhelinkielto|soittokielto"
    "|ei puheluita|ring inte|nix|ne hívja|telefon tiltás",
    "consent:marketing": "marketing consent|marketing opt in|marketing permission|marketing optin"
    "|email opt in|email optin|newsletter consent|newsletter opt in|newsletter|subscribe"
    "|accepts marketing|gdpr marketing|markkinointilupa|suoramarkkinointilupa|uutiskirje"
    "|markkinointisuostumus|nyhetsbrev|marknadsföringssamtycke|hírlevél|marketing hozzájárulás"
    "|feliratkozás",
    "consent:privacy": "privacy|privacy consent|privacy policy|gdpr|gdpr consent|consent"
    "|data processing|terms|terms and conditions|accept terms|acceptance|accept|i agree|tietosuoja"
    "|tietosuojaseloste|suostumus|integritetspolicy|samtycke|adatkezelés|adatvédelem|hozzájárulás"
    "|adatkezelési tájékoztató|your consent",
}

#: Names that may mean something else: offered on the mapping screen, believed with reserve.
UNSURE: Final = {
    "full_name": "name|lead|contact|person|customer|asiakas|kund|ügyfél|client|customer name",
    "external_id": "id|uuid|guid|number|ref|reference|reference number|order id|nro|nummer",
    "job_title": "title|profession|työ",
    "website": "link|site|www",
    "message": "text|body|info|tiedot|content text|what do you need|szöveg",
    "city": "region city|area|place",
    "source": "origin|lead origin|kilde|platform|where from",
    "medium": "source type",
    "occurred_at": "time|day|aika|tid|idő|event date",
    "subject": "opportunity|product|product name|service|tuote|palvelu|produkt|tjänst|termék"
    "|szolgáltatás"
    "|title text",
    "value": "price|sum|total|hinta|summa|pris|ár|összeg|deal",
    "outcome": "lifecycle stage|lifecyclestage|phase|y|target|deposit|is converted|conversion"
    "|purchased|kauppa|voitettu|vunnen|såld|nyert|megnyert|eladva",
    "owner": "agent|rep|user|responsible|manager|owner id|ownerid|hubspot owner id",
    "employees": "size|koko|storlek|méret",
    "industry": "business|category|toimi",
}

#: A word inside a longer label; believed only when the value itself proves it.
TELLING_WORDS: Final = {
    "email": "email e-mail sähköposti sähköpostiosoite sähköpostiosoitteesi epost mejl mailcím",
    "phone": "phone telephone mobile puhelin puhelinnumero puhelinnumerosi telefon telefonnummer"
    " telefonszám mobil whatsapp",
}

#: Around the name of a field: what forms, exports and JSON wrap it in.
_WRAPPERS_WORDS: Final = (
    "fields field form form_fields formfields data values value properties payload lead person "
    "contact customer client attributes submission answers answer your my user visitor body "
    "response deal deals leads persons contacts organization organisation inputs input text "
    "item entry details formdata enquiry inquiry request params utm tracking attribution "
    "analytics metadata meta address postaladdress mailing billing shipping work business "
    "primary home main henkilo liidi kauppa yhteystieto affar szemely ugyfel uzlet"
)
WRAPPERS: Final = frozenset(_WRAPPERS_WORDS.split())
#: After the name of a field, as in "Person - Email - Work".
_QUALIFIERS_WORDS: Final = "work home other mobile primary main office 1"
QUALIFIERS: Final = frozenset(_QUALIFIERS_WORDS.split())
#: What forms add to a label.
_NOISE_WORDS: Final = (
    "required optional pakollinen valinnainen vapaaehtoinen obligatoriskt valfritt frivilligt "
    "kotelezo opcionalis"
)
NOISE: Final = frozenset(_NOISE_WORDS.split())
