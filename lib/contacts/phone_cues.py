"""The words that tell what a number is for: a call, or something else."""

import re

FOR_A_CALL = re.compile(
    r"\b(?:phones?|mob|telem[oó]vel|tel"
    r"|telephone|telefon|teléfono|tél|mobile|handy|cell|call|reach|ring|whats ?app"
    r"|sms|text me|dial"
    r"|contact|area code|(?:best|direct|contact|home|uk|us|callback|and|new|right|correct"
    r"|same) numbers?"
    r"|^numbers?|landline|text|(?:my|our) (?:(?:best|direct|work|home|cell|mobile|office|phone"
    r"|private|new|own|personal|business|contact|main|current|other|second|whatsapp|local"
    r"|german|french|spanish|swiss|dutch|uk|us) ){0,2}(?:numbers?|no|nr|line|office|uk|us)"
    r"|viber|telegram|signal|fon"
    r"|festnetz|mobil|handynummer|rufnummer|portable|fixe|m[oó]vil|celular|cellulare|n[uú]mero"
    r"|num[eé]ro|numer|zap|cep|gsm|rufen"
    r"|ll[aá]m(?:a|e)(?:me|nos)|appelez|chiam(?:a|ate)(?:mi|temi)|bel|ring)\b|☎|📞|📱",
    re.IGNORECASE,
)
FOR_SOMETHING_ELSE = re.compile(
    r"\b(?:order(?:ed)?|tracking|track|invoice|inv|ticket|(?<!in )case|ref|reference|account|acct"
    r"|acc|card|iban|bic|vat|tax|ust"
    r"|zip|postal|postcode|plz|serial|sku|po|price|cost|budget|id|policy|passport|ssn|social"
    r"|flight|isbn|imei|version"
    r"|customer|confirmation|booking|reservation|pin|code|model|part|parcel|shipment|license"
    r"|licence|claim|transaction"
    r"|(?:your|their|its|his|her)(?: \w{1,12})? (?:number|line|hotline|phone|no)|called|dialed"
    r"|dialled|ip|usd|eur|gbp|bestellung|bestellnummer|rechnung|kundennummer"
    r"|auftrag|sendung|konto|pedido|factura|commande|facture|item|product|article|batch|barcode"
    r"|ean|gtin|ups|fedex|dhl|usps|dpd|gls|tnt|hermes|date|not|tried|rang|phoned|texted"
    r"|dialing|raised|earned|spent|worth|revenue"
    r"|pnr|plate|vin|odometer|mileage|miles|plot|lot|membership|member|licen[cs]e|registration"
    r"|reg|pump|size"
    r"|coordinates|lat|lon|room|flat|suite|siren|siret|abn|ein|duns|nhs|amount|total|sum"
    r"|balance|gl?n|key|token|hash|build"
    r"|error|timestamp|unix|weight|height|width|awb|waybill|consignment|docket|quote|contract"
    r"|permit|docket|asset|meter|device|mac|fax)\b|#",
    re.IGNORECASE,
)
