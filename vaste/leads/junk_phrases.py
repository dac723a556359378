"""Phrases that contact-form spam is written with: a small list, reviewed by hand, folded."""

from typing import Final

#: Nobody asks a company for these; one is enough.
SCAM: Final = (
    "live cid|next of kin|late relative|kin heir|investment scam|recover lost funds|bank staff"
    "|keep this info confidential|keep this confidential|inheritance fund|beneficiary of"
    "|million united states dollars|dollars usd|investment consultant|death policy"
    "|viagra|cialis|levitra|online casino|casino bonus|casino online|free spins|sports betting"
    "|sex dating|porn|escort girls|adult dating|hot girls"
    "|bitcoin investment|crypto investment|crypto trading bot|double your bitcoin|forex signals"
    "|binary options|get rich|earn money online|passive income|make money fast"
    "|affiliate commissions"
    "|no credit check|buy followers|human followers|human subscribers|followers and likes"
    "|targeted backlinks|semrush backlinks|backlinks clean up|free backlinks|country backlinks"
    "|unlimited traffic|ppv traffic|web traffic packages|targeted visitors|private label rights"
    "|plr license|plr rights|contact form ads|website contact forms|form blasting|formblast"
    "|message to millions|want millions of people|google search index|google s 1st"
    "|toxic links|monkey digital|strictly digital|copybot|follower count|subscriber count"
    "|growth service|rank on top of google|skype me at|connect with me via skype"
)

#: A seller's pitch: one may stand in an honest enquiry, two from different groups do not.
PITCH: Final = (
    "first page of google|page one of google|google rankings|search engine ranking|rank on google"
    "|local rankings|poor rankings|organic listings|your seo|seo services|seo experts|seo agency"
    "|seo friendly|seo boosted|google search traffic|customers from google|backlinks",
    "your website traffic|boost your website|improve your website|traffic to your website"
    "|more traffic|more visits|targeted traffic|drive traffic|generate traffic|traffic that"
    "|your online presence|issues on your website|errors on your website|redesign your website"
    "|supercharge your website|getting your website done|competitors to take your market share",
    "our portfolio|our previous work|our recent work|explainer videos|engaging video"
    "|couple of our existing videos|graphic design services|web design services|app development"
    "|our prices start|our price is|one flat rate|we charge a low|low fixed monthly fee",
    "working capital|flexible financing|financing solutions|loan approvals|business loan"
    "|debt financing|venture capital|funding for your|what you qualify for|early repayment"
    "|securing the right funding|annual interest|credit checks|settlement fund",
    "no credit card required|money back guarantee|free of charge|claim your offer|act quickly"
    "|before it expires|only for 24 hours|special offer|speical offer|limited time offer"
    "|sign up now|collect your|your upgrade is waiting|start your claim|entitled to compensation"
    "|take action today|one month trial|click here|click the link",
    "opt out|unsubscribe|remove me|do not wish to receive|don t want to receive"
    "|not interested in receiving|just reply yes|reply with yes",
    "mutually beneficial|our team specializes|expert team of professionals|we are a leading"
    "|industry leading services|unlike your current host|we run a|we guarantee to|we have produced"
    "|you deserve a life|let me know if you re interested|valued user|trust me|we re currently"
    " offering|send you information about our|fuel your growth|grow your sales|grow your business"
    "|qualified leads|sales funnel|lead generation services|ai business|ai monetization"
    "|profit accelerator|viral content",
)

#: Words of sellers that buyers use too: all of them together weigh less than one hold-back.
SELLING_WORDS: Final = (
    "seo|backlink|hassle free|most affordable|risk free|dedicated support team|paid advertising"
    "|paid advertisement|pay per click|per click|google ads|lead generation|start growing"
    "|automated workflows|automated tasks|we offer|our services|with a team of|our team|our experts"
    "|premium subscription|guaranteed|zero penalties|repayment|funding|financing|equity|investment"
    "|whatsapp|telegram|skype|wordpress|unlimited|bonus|promotion|exclusive details|good profits"
    "|dear sir|dear website owner|hello website owner|dear owner|youtube growth|tiktok|ai clone"
    "|local businesses|your business|your company|rights|reclaim|scam|scammers|attorney"
)

#: "I wanted to know your price", sent in thirty languages since 2021; only as the whole message.
PRICE_PROBES: Final = (
    "Hi, I wanted to know your price|Hallo, ek wou jou prys ken|Hi, kam dashur të di çmimin tuaj"
    "|Ողջույն, ես ուզում էի իմանալ ձեր գինը|Salam, qiymətinizi bilmək istədim"
    "|Kaixo, zure prezioa jakin nahi nuen|Прывітанне, я хацеў даведацца Ваш прайс"
    "|হাই, আমি আপনার মূল্য জানতে চেয়েছিলাম|Здравейте, исках да знам цената ви"
    "|Hola, volia saber el seu preu|Zdravo, htio sam znati vašu cijenu"
    "|Hej, jeg ønskede at kende din pris|Ola, quería saber o seu prezo"
    "|Hi, მინდოდა ვიცოდე თქვენი ფასი|Γεια σου, ήθελα να μάθω την τιμή σας"
    "|Aloha, makemake wau eʻike i kāu kumukūʻai|Szia, meg akartam tudni az árát"
    "|Hæ, ég vildi vita verð þitt|Ndewo, achọrọ m ịmara ọnụahịa gị|Hai, saya ingin tahu harga Anda"
    "|Dia duit, theastaigh uaim do phraghas a fháil|Ciao, volevo sapere il tuo prezzo"
    "|Hi, ego volo scire vestri pretium|Sveiki, es gribēju zināt savu cenu"
    "|Sveiki, aš norėjau sužinoti jūsų kainą|Salut, ech wollt Äre Präis wëssen"
    "|Hola, quería saber tu precio|Xin chào, tôi muốn biết giá của bạn"
    "|Hi, roeddwn i eisiau gwybod eich pris|Sawubona, bengifuna ukwazi intengo yakho"
    "|Hei, halusin tietää hintasi|Hej, jag ville veta ditt pris|Hei, jeg ville vite prisen din"
    "|Hallo, ich wollte Ihren Preis wissen|Bonjour, je voulais connaître votre prix"
    "|Tere, ma tahtsin teada teie hinda|Cześć, chciałem poznać twoją cenę"
)

#: Where spam's links lead; a host under one of these counts.
BAD_HOSTS: Final = (
    "wa.link join.skype.com t.me bit.ly cutt.ly tinyurl.com clck.ru is.gd goo.su vk.cc rb.gy "
    "telegra.ph script.google.com byethost22.com"
)
BAD_ENDINGS: Final = ("xyz", "top", "click", "ink", "icu", "buzz", "shop", "link", "live", "ru")
