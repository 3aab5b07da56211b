"""Signs of Facebook, Instagram, Threads, WhatsApp and Messenger. None has a public status address:
their oEmbed wants a token (developers.facebook.com/docs/features-reference/oembed-read)."""

from bot.domain.platforms.signs import Signs

# "The link you followed may be broken, or the page may have been removed." stands below these.
# Facebook says beside them: "… the owner only shared it with a small group of people, changed who
# can see it or it's been deleted". Strangers can no longer see the page in either case.
FACEBOOK = Signs(
    gone=(
        "This content isn't available right now",
        "This content isn't available at the moment",
        "This page isn't available",
        "The link you followed may be broken, or the page may have been removed",
        "Ce contenu n'est pas disponible pour le moment",
        "Cette page n'est pas disponible",
        "Dieser Inhalt ist derzeit nicht verfügbar",
        "Dieser Inhalt ist momentan nicht verfügbar",
        "Este contenido no está disponible en este momento",
        "Esta página no está disponible",
        "Este conteúdo não está disponível no momento",
        "Questo contenuto non è al momento disponibile",
        "هذا المحتوى غير متوفر حاليًا",
        "هذا المحتوى غير متاح حاليًا",
        "Bu içerik şu anda kullanılamıyor",
        "Bạn hiện không xem được nội dung này",
        "このコンテンツは現在ご利用いただけません",
    ),
    up_marks=('property="og:url" content="https://www.facebook.com/', "al:android:url"),
    walls=(
        "You must log in to continue",
        "Log in to Facebook to continue",
        "Log into Facebook to start sharing",
        "Vous devez vous connecter pour continuer",
        "Du musst dich anmelden, um fortzufahren",
        "Debes iniciar sesión para continuar",
        "يجب تسجيل الدخول للمتابعة",
        "You're Temporarily Blocked",
    ),
    login_paths=("/login", "/checkpoint", "/privacy/consent", "/cookie/consent"),
    alike=True,
)

INSTAGRAM = Signs(
    gone=(
        "Sorry, this page isn't available",
        "Profile isn't available",
        "Page Not Found • Instagram",
        "Cette page n'est malheureusement pas disponible",
        "Page introuvable • Instagram",
        "Diese Seite ist leider nicht verfügbar",
        "Esta página no está disponible",
        "Esta página não está disponível",
        "Spiacenti, questa pagina non è disponibile",
        "عذرًا، هذه الصفحة غير متاحة",
        "Üzgünüz, bu sayfaya ulaşılamıyor",
    ),
    up_marks=('property="og:title"',),
    walls=(
        "Login • Instagram",
        "Log in to see photos and videos",
        "Please wait a few minutes before you try again",
        "Connexion • Instagram",
        "Anmelden • Instagram",
        "Iniciar sesión • Instagram",
    ),
    login_paths=("/accounts/", "/challenge", "/consent"),
    alike=True,
)

THREADS = Signs(
    gone=("Sorry, this page isn't available",),
    up_marks=('property="og:title"',),
    walls=("Log in to Threads to continue", "Log in or sign up for Threads"),
    login_paths=("/login", "/accounts/"),
    alike=True,
)

# The preview of an invitation looks alike for revoked ones but for the name of the group.
WHATSAPP = Signs(alike=True)

MESSENGER = Signs(login_paths=("/login", "/checkpoint"), alike=True)
