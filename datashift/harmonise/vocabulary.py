"""Words of headings and answers in English, Spanish, French, Swahili and Nepali.

Collected from common questionnaires by this project; a word may serve several languages.
"""

from __future__ import annotations

import re

from datashift.kit.text import fold

HEADINGS: dict[str, tuple[str, ...]] = {
    "longitude": ("longitude", "lon", "long", "lng", "longitud", "longitudo", "देशान्तर"),
    "latitude": ("latitude", "lat", "latitud", "latitudo", "अक्षांश"),
    "SEX": ("sex", "gender", "sexo", "genero", "sexe", "genre", "jinsia", "jinsi", "लिङ्ग"),
    "AGE": ("age", "edad", "umri", "उमेर"),
    "URBANISATION": (
        "urban", "rural", "urban rural", "area type", "residence", "residence type", "urbano",
        "ambito", "milieu", "urbain", "mjini", "vijijini", "makazi", "सहरी", "ग्रामीण",
    ),
    "weight": (
        "weight", "weights", "wt", "wgt", "hhweight", "ponderacion", "ponderador", "pondera",
        "factor expansion", "factor de expansion", "ponderation", "poids", "uzito", "भार",
    ),
    "strata": ("stratum", "strata", "estrato", "estratos", "strate", "tabaka", "स्तर"),
    "cluster": (
        "cluster", "psu", "ea", "enumeration area", "upm", "conglomerado", "segmento", "grappe",
        "unite primaire", "kishada", "eneo la kuhesabia", "समूह",
    ),
    "time": (
        "date", "year", "month", "day", "period", "fecha", "ano", "anio", "mes", "periodo",
        "annee", "mois", "tarehe", "mwaka", "mwezi", "मिति", "वर्ष", "साल", "महिना",
    ),
    "place": (
        "country", "region", "province", "county", "district", "state", "ward", "lga",
        "municipality", "location", "admin1", "pais", "provincia", "departamento", "municipio",
        "localidad", "lugar", "pays", "departement", "commune", "lieu", "nchi", "mkoa", "wilaya",
        "kata", "kaunti", "jimbo", "mahali", "देश", "प्रदेश", "जिल्ला", "वडा", "नगरपालिका",
    ),
    "identifier": (
        "id", "uuid", "key", "code", "number", "serial", "instanceid", "codigo", "numero", "clave",
        "identifiant", "namba", "kitambulisho", "क्रम", "संख्या",
    ),
    "personal": (
        "name", "full name", "respondent name", "phone", "telephone", "mobile", "email", "address",
        "deviceid", "device id", "imei", "simserial", "subscriberid", "phonenumber", "username",
        "passport", "national id", "nombre", "apellido", "telefono", "correo", "direccion", "dni",
        "cedula", "nom", "prenom", "adresse", "courriel", "jina", "simu", "anwani", "barua pepe",
        "नाम", "फोन", "ठेगाना", "इमेल",
    ),
    "amount": (
        "population", "families", "households", "total", "count", "quantity", "amount", "income",
        "minutes", "hours", "distance", "poblacion", "familias", "viviendas", "cantidad", "ingreso",
        "superficie", "quantite", "revenu", "idadi", "kiasi", "kipato", "umbali", "जनसंख्या", "रकम",
    ),
}  # fmt: skip

NAME_WORDS = frozenset({"name", "nombre", "apellido", "nom", "prenom", "jina", "नाम"})

PERSON_WORDS = frozenset(
    {
        "respondent", "enumerator", "interviewer", "surveyor", "asst", "assistant", "manager",
        "owner", "head", "contact", "victim", "suspect", "first", "last", "family", "encuestador",
        "encuestado", "responsable", "jefe", "dueno", "victima", "enqueteur", "enquete", "mhojiwa",
        "msimamizi",
    }
)  # fmt: skip

YES = (
    "yes", "y", "true", "functional", "working", "works", "present", "available", "si", "verdadero",
    "funciona", "funcional", "oui", "o", "vrai", "fonctionnel", "fonctionne", "ndiyo", "ndio",
    "inafanya kazi", "ipo", "छ", "हो", "चालु", "1",
)  # fmt: skip
NO = (
    "no", "n", "false", "non functional", "not functional", "nonfunctional", "not working",
    "functional needs repair", "needs repair", "broken", "abandoned", "absent", "not available",
    "falso", "no funciona", "no funcional", "non", "faux", "non fonctionnel", "ne fonctionne pas",
    "hors service", "hapana", "la", "haifanyi kazi", "hakuna", "mbovu", "छैन", "होइन", "बन्द", "0",
)  # fmt: skip

_MARKS = re.compile(r"[^\w\u0900-\u097f]+|_+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> str:
    """A heading or answer as folded words with single spaces: "HouseholdID" is "household id"."""
    return _MARKS.sub(" ", fold(_HUMP.sub(" ", text))).strip()


def heading_match(heading: str, role: str) -> float:
    """How well a heading fits a role: 1 when it is one of its words, less when it holds one."""
    said = words(heading)
    known = HEADINGS[role]
    if said in known:
        return 1.0
    padded = f" {said} "
    return max((0.7 for word in known if len(word) > 1 and f" {word} " in padded), default=0.0)


def answer(text: str) -> int | None:
    """1 for a word for yes, 0 for one for no, None for neither."""
    said = words(text)
    if said in _YES:
        return 1
    return 0 if said in _NO else None


_YES = frozenset(map(words, YES))
_NO = frozenset(map(words, NO))
