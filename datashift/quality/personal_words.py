"""Words in headings that announce a person, in English, Spanish, Swahili, Nepali and French."""

from __future__ import annotations

from datashift.kit.text import fold
from datashift.quality.headings import folded


def _together(*phrases: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold(phrase).split()) for phrase in phrases)


# "Name" of something; whose name it is, other words must say.
NAME = folded("name names nombre nombres jina majina नाम nom noms")
# Only people have these.
PERSONS_NAME = folded(
    "surname firstname lastname fullname forename nickname username apellido apellidos apodo"
    " prenom prenoms थर respondentname victimname"
)
PERSONS_NAME_TOGETHER = _together(
    "first name", "last name", "full name", "family name", "given name", "middle name",
    "nombre completo", "primer nombre", "segundo nombre", "nombre apellido",
    "submitted by", "collected by", "recorded by", "interviewed by", "entered by",
    "jina kamili", "jina kwanza", "jina ukoo", "पूरा नाम", "nom complet", "nom famille",
)  # fmt: skip
PERSON = folded(
    "respondent respondents interviewee interviewer interviewed informant victim victims survivor"
    " suspect suspects perpetrator accused offender complainant witness head mother father"
    " parent child wife husband spouse partner caretaker caregiver guardian patient beneficiary"
    " student pupil teacher enumerator researcher research assistant asst surveyor supervisor"
    " collector submitter submitted volunteer manager owner chief leader contact person member"
    " farmer client worker staff observer reporter her his your",
    "encuestado encuestada encuestador encuestadora entrevistado entrevistada entrevistador"
    " entrevistadora informante victima victimas victimario agresor sospechoso denunciante testigo"
    " madre padre hijo hija esposa esposo pareja cuidador jefe jefa alumno alumna estudiante"
    " paciente beneficiario beneficiaria maestro docente supervisor responsable encargado dueno"
    " propietario contacto persona miembro voluntario voluntaria nino nina",
    "mhojiwa mhoji mhojaji mtoa mwathirika mshukiwa shahidi mama baba mzazi mtoto mke mume mwenzi"
    " mkuu mgonjwa mwanafunzi mwalimu msimamizi mkusanyaji mmiliki mtu mwanachama kiongozi"
    " mfanyakazi mlezi",
    "उत्तरदाता पीडित प्रभावित अभियुक्त साक्षी आमा बुबा बाबु बच्चा बालक श्रीमती श्रीमान पति पत्नी घरमूली"
    " विद्यार्थी शिक्षक बिरामी गणक सुपरिवेक्षक व्यक्ति सदस्य",
    "repondant repondante enquete enquetee enqueteur enquetrice informateur victime suspect auteur"
    " temoin mere pere enfant epouse epoux mari femme conjoint tuteur chef eleve etudiant patient"
    " beneficiaire enseignant superviseur responsable contact personne membre proprietaire"
    " benevole",
)

FILLING = folded("the of your his her de la el del du le ya wa 1 2 3")

PHONE = folded(
    "phone phones phonenumber telephone mobile mobiles tel whatsapp msisdn cellphone handphone"
    " telefono telefonos celular celulares movil simu फोन मोबाइल मोबाईल सम्पर्क portable"
)
PHONE_TOGETHER = _together(
    "cell number", "cell phone", "contact number", "contact no", "numero contacto",
    "namba mawasiliano", "numero contact",
)  # fmt: skip

EMAIL = folded("email emails mail correo courriel barua इमेल courrier")

ID = folded(
    "passport pasaporte passeport pasipoti राहदानी dni cuil cuit curp cedula nida nin bvn aadhaar"
    " ssn nif nie cni kitambulisho नागरिकता nationalid idcard idnumber idno"
)
ID_TOGETHER = _together(
    "national id", "national number", "identity card", "identity number", "identification number",
    "id card", "voter id", "voter card", "tax id", "social security", "citizenship number",
    "citizenship no", "birth certificate", "driving licence", "documento identidad",
    "numero documento", "numero identidad", "kitambulisho taifa", "namba kitambulisho",
    "carte identite", "numero identite", "piece identite", "परिचय पत्र",
)  # fmt: skip
# The number of the household's card is the household's; the number of the site is the site's.
ID_ALONE = _together("id number", "id no", "id num", "numero id", "namba id")

DEVICE = folded(
    "imei imsi meid iccid deviceid simserial simid subscriberid androidid macaddress ipaddress"
    " advertisingid"
)
DEVICE_TOGETHER = _together(
    "device id", "device identifier", "device serial", "sim serial", "sim id", "subscriber id",
    "phone serial", "mac address", "ip address", "android id", "advertising id",
    "id dispositivo", "direccion ip", "direccion mac", "kitambulisho kifaa", "id appareil",
    "adresse ip", "adresse mac",
)  # fmt: skip

PHOTO = folded(
    "photo photos picture pictures image images selfie audio video voice recording signature"
    " attachment attachments foto fotos imagen imagenes firma picha sauti sahihi फोटो तस्बिर"
    " signature photographie enregistrement"
)

BIRTH = folded("dob birthdate birthday dateofbirth जन्ममिति")
BIRTH_TOGETHER = _together(
    "date birth", "birth date", "fecha nacimiento", "nacimiento fecha", "tarehe kuzaliwa",
    "जन्म मिति", "date naissance",
)  # fmt: skip

ADDRESS = folded("address direccion domicilio anwani ठेगाना adresse")
ADDRESS_TOGETHER = _together("house number", "plot number", "numero casa", "namba nyumba")
# An address of one of these is nobody's home.
NO_HOME = folded(
    "email mail e ip mac web website site url internet organisation organization org office company"
    " institution school facility clinic hospital recipient funder organizacion escuela oficina"
    " institucion empresa correo shirika shule ofisi kituo संस्था विद्यालय ecole bureau entreprise"
    " centre courriel"
)

HOME = folded(
    "home house household hh dwelling residence hogar casa vivienda domicilio nyumba kaya makazi"
    " घर घरधुरी maison menage domicile logement"
)
SEX = folded("sex gender sexo genero jinsia लिङ्ग sexe genre identidadgenero")
AGE = folded("age edad umri उमेर ages")
HOUSEHOLD_TOGETHER = _together(
    "household id", "household no", "household number", "household size", "household members",
    "household head", "hh id", "hh no", "hh number", "hh size", "hh members", "hh head",
    "head household", "jefe hogar", "jefa hogar", "tamano hogar", "miembros hogar", "id hogar",
    "mkuu kaya", "ukubwa kaya", "namba kaya", "घरमूली नाम", "परिवार सङ्ख्या", "chef menage",
    "taille menage", "id menage",
)  # fmt: skip
HOUSEHOLD = folded("hhid hhsize hhead householdid householdsize घरमूली")

# Names of these are names of things.
THING = folded(
    "place village town city district region county country ward area community site school"
    " project programme program indicator series variable column file form product company"
    " organisation organization facility health hospital clinic water point source scheme river"
    " barrio pueblo ciudad provincia departamento localidad pais escuela proyecto kijiji mji wilaya"
    " mkoa kata nchi shule mradi गाउँ जिल्ला प्रदेश विद्यालय ville quartier commune pays ecole projet"
)
