#include "emoji.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define EMOJI_NAME_MAX 32

/* Name, emoji; sorted by name. */
/* clang-format off */
static const char *const words[] = {
    "+1", "👍", "-1", "👎", "100", "💯", "8ball", "🎱", "abacus", "🧮", "adult", "🧑",
    "airplane", "✈️", "alarm_clock", "⏰", "alien", "👽", "ambulance", "🚑", "anchor", "⚓",
    "angel", "👼", "anger", "💢", "angry", "😠", "anguished", "😧", "ant", "🐜", "apple", "🍎",
    "arrow_down", "⬇️", "arrow_left", "⬅️", "arrow_right", "➡️", "arrow_up", "⬆️",
    "arrows_clockwise", "🔃", "art", "🎨", "astonished", "😲", "astronaut", "🧑‍🚀", "atom", "⚛️",
    "avocado", "🥑", "axe", "🪓", "baby", "👶", "back", "🔙", "bacon", "🥓", "balloon", "🎈",
    "ballot_box", "🗳️", "banana", "🍌", "bandage", "🩹", "bangbang", "‼️", "bank", "🏦",
    "bar_chart", "📊", "basket", "🧺", "basketball", "🏀", "bat", "🦇", "bathtub", "🛁",
    "battery", "🔋", "beach", "🏖️", "bear", "🐻", "bed", "🛏️", "bee", "🐝", "beer", "🍺",
    "beers", "🍻", "beetle", "🪲", "bell", "🔔", "bike", "🚲", "bike_ride", "🚴", "biohazard", "☣️",
    "bird", "🐦", "birthday", "🎂", "black_circle", "⚫", "black_heart", "🖤", "blue_circle", "🔵",
    "blue_heart", "💙", "blue_square", "🟦", "blush", "😊", "bomb", "💣", "book", "📖",
    "bookmark", "🔖", "books", "📚", "boom", "💥", "bouquet", "💐", "bow", "🙇", "bowling", "🎳",
    "boy", "👦", "brain", "🧠", "bread", "🍞", "bridge", "🌉", "briefcase", "💼", "broccoli", "🥦",
    "broken_heart", "💔", "broom", "🧹", "brown_heart", "🤎", "bug", "🐛", "bulb", "💡",
    "burrito", "🌯", "bus", "🚌", "butterfly", "🦋", "cactus", "🌵", "cake", "🍰", "calendar", "📅",
    "call_me", "🤙", "camel", "🐫", "camera", "📷", "camping", "🏕️", "candle", "🕯️", "candy", "🍬",
    "cap", "🧢", "car", "🚗", "carrot", "🥕", "castle", "🏰", "cat", "🐱", "cd", "💿", "chains", "⛓️",
    "champagne", "🍾", "chart", "📈", "chart_down", "📉", "check", "✅", "checkered_flag", "🏁",
    "cheers", "🥂", "cheese", "🧀", "cherries", "🍒", "cherry_blossom", "🌸", "chess", "♟️",
    "chicken", "🐔", "child", "🧒", "chocolate", "🍫", "christmas_tree", "🎄", "church", "⛪",
    "circus", "🎪", "city", "🏙️", "clap", "👏", "climbing", "🧗", "clipboard", "📋", "clock", "🕐",
    "cloud", "☁️", "clown", "🤡", "cocktail", "🍸", "coconut", "🥥", "coffee", "☕",
    "cold_face", "🥶", "cold_sweat", "😰", "comet", "☄️", "computer", "💻", "confetti", "🎊",
    "confounded", "😖", "confused", "😕", "construction", "🚧", "cookie", "🍪", "cooking", "🍳",
    "cool", "🆒", "corn", "🌽", "couch", "🛋️", "cow", "🐮", "cowboy", "🤠", "crab", "🦀",
    "credit_card", "💳", "cricket", "🦗", "crocodile", "🐊", "croissant", "🥐", "cross", "❌",
    "crossed_fingers", "🤞", "crown", "👑", "cry", "😢", "crying_cat", "😿", "crystal_ball", "🔮",
    "cupid", "💘", "curry", "🍛", "cursing", "🤬", "dagger", "🗡️", "dancer", "💃", "dart", "🎯",
    "dash", "💨", "desert", "🏜️", "desktop", "🖥️", "detective", "🕵️", "dice", "🎲",
    "disappointed", "😞", "disguised", "🥸", "dizzy", "💫", "dizzy_face", "😵", "dna", "🧬",
    "dog", "🐶", "dollar", "💵", "dolphin", "🐬", "done", "✅", "door", "🚪", "doughnut", "🍩",
    "dragon", "🐉", "dress", "👗", "drooling", "🤤", "droplet", "💧", "drum", "🥁", "duck", "🦆",
    "dumpling", "🥟", "dvd", "📀", "eagle", "🦅", "earth", "🌍", "egg", "🥚", "eggplant", "🍆",
    "elephant", "🐘", "email", "📧", "end", "🔚", "envelope", "✉️", "euro", "💶", "evergreen", "🌲",
    "exclamation", "❗", "exploding_head", "🤯", "expressionless", "😑", "eye", "👁️", "eyes", "👀",
    "facepalm", "🤦", "facepunch", "👊", "factory", "🏭", "fallen_leaf", "🍂", "family", "👪",
    "fax", "📠", "fearful", "😨", "ferris_wheel", "🎡", "fire", "🔥", "fire_engine", "🚒",
    "firecracker", "🧨", "firefighter", "🧑‍🚒", "fireworks", "🎆", "first_place", "🥇", "fish", "🐟",
    "fishing", "🎣", "fist", "✊", "flashlight", "🔦", "floppy", "💾", "flushed", "😳",
    "flying_saucer", "🛸", "folder", "📁", "football", "🏈", "footprints", "👣",
    "fork_and_knife", "🍴", "fountain", "⛲", "four_leaf_clover", "🍀", "fox", "🦊", "free", "🆓",
    "fries", "🍟", "frog", "🐸", "frowning", "🙁", "fuel", "⛽", "full_moon", "🌕", "garlic", "🧄",
    "gear", "⚙️", "gem", "💎", "ghost", "👻", "gift", "🎁", "giraffe", "🦒", "girl", "👧",
    "glasses", "👓", "globe", "🌐", "glowing_star", "🌟", "goat", "🐐", "golf", "⛳", "gorilla", "🦍",
    "grapes", "🍇", "green_circle", "🟢", "green_heart", "💚", "green_square", "🟩",
    "grimacing", "😬", "grin", "😁", "grinning", "😀", "guard", "💂", "guitar", "🎸",
    "hamburger", "🍔", "hammer", "🔨", "hamster", "🐹", "hand_over_mouth", "🤭", "handshake", "🤝",
    "happy", "😊", "hatching_chick", "🐣", "headphones", "🎧", "hear_no_evil", "🙉", "heart", "❤️",
    "heart_eyes", "😍", "heart_eyes_cat", "😻", "heart_hands", "🫶", "heartbeat", "💓",
    "heavy_check_mark", "✔️", "hedgehog", "🦔", "helicopter", "🚁", "herb", "🌿", "hi", "👋",
    "honey", "🍯", "hook", "🪝", "horse", "🐴", "hospital", "🏥", "hot_face", "🥵",
    "hot_pepper", "🌶️", "hotdog", "🌭", "hourglass", "⌛", "hourglass_flowing", "⏳", "house", "🏠",
    "hugs", "🤗", "hushed", "😯", "ice_cream", "🍨", "idea", "💡", "imp", "👿", "inbox", "📥",
    "infinity", "♾️", "innocent", "😇", "island", "🏝️", "jack_o_lantern", "🎃", "jeans", "👖",
    "jigsaw", "🧩", "joy", "😂", "joy_cat", "😹", "joystick", "🕹️", "kangaroo", "🦘", "key", "🔑",
    "keyboard", "⌨️", "kiss", "💋", "kissing", "😗", "kissing_heart", "😘", "kite", "🪁",
    "kiwi", "🥝", "koala", "🐨", "label", "🏷️", "ladder", "🪜", "laughing", "😆", "lemon", "🍋",
    "link", "🔗", "lion", "🦁", "lipstick", "💄", "llama", "🦙", "lock", "🔒", "lol", "😂",
    "loudspeaker", "📢", "love", "❤️", "love_letter", "💌", "love_you", "🤟", "lying", "🤥",
    "mag", "🔍", "mage", "🧙", "magnet", "🧲", "mailbox", "📫", "man", "👨", "map", "🗺️",
    "maple_leaf", "🍁", "mask", "😷", "mate", "🧉", "medal", "🏅", "mega", "📣", "melting", "🫠",
    "memo", "📝", "metal", "🤘", "metro", "🚇", "microbe", "🦠", "microphone", "🎤",
    "microscope", "🔬", "milky_way", "🌌", "minus", "➖", "money_mouth", "🤑", "moneybag", "💰",
    "monkey", "🐒", "monocle", "🧐", "moon", "🌙", "mosquito", "🦟", "motorcycle", "🏍️",
    "mountain", "⛰️", "mouse", "🐭", "muscle", "💪", "mushroom", "🍄", "mute", "🔇",
    "nail_care", "💅", "nauseated", "🤢", "nerd", "🤓", "neutral", "😐", "new", "🆕",
    "newspaper", "📰", "ninja", "🥷", "no_bell", "🔕", "no_entry", "⛔", "no_good", "🙅",
    "no_mouth", "😶", "nope", "🙅", "notebook", "📓", "notes", "🎶", "nut_and_bolt", "🔩",
    "ocean", "🌊", "octopus", "🐙", "office", "🏢", "ogre", "👹", "ok", "🆗", "ok_hand", "👌",
    "ok_woman", "🙆", "older_man", "👴", "older_woman", "👵", "on", "🔛", "onion", "🧅",
    "open_hands", "👐", "open_mouth", "😮", "orange", "🍊", "orange_circle", "🟠",
    "orange_heart", "🧡", "otter", "🦦", "outbox", "📤", "owl", "🦉", "package", "📦", "page", "📄",
    "pager", "📟", "palm", "🌴", "pancakes", "🥞", "panda", "🐼", "paperclip", "📎", "parrot", "🦜",
    "partly_sunny", "⛅", "party", "🎉", "partying", "🥳", "peace", "☮️", "peach", "🍑",
    "peanuts", "🥜", "pear", "🍐", "pen", "🖊️", "pencil", "✏️", "penguin", "🐧", "pensive", "😔",
    "persevere", "😣", "petri_dish", "🧫", "phone", "📱", "piano", "🎹", "pick", "⛏️", "pig", "🐷",
    "pill", "💊", "pinched_fingers", "🤌", "pinching", "🤏", "pineapple", "🍍",
    "pirate_flag", "🏴‍☠️", "pizza", "🍕", "pleading", "🥺", "plug", "🔌", "plus", "➕",
    "point_down", "👇", "point_left", "👈", "point_right", "👉", "point_up", "👆",
    "police_car", "🚓", "poop", "💩", "popcorn", "🍿", "potato", "🥔", "pray", "🙏", "pretzel", "🥨",
    "printer", "🖨️", "prohibited", "🚫", "purple_circle", "🟣", "purple_heart", "💜",
    "pushpin", "📌", "question", "❓", "rabbit", "🐰", "radio", "📻", "radioactive", "☢️",
    "rage", "😡", "rainbow", "🌈", "rainbow_flag", "🏳️‍🌈", "raised_eyebrow", "🤨",
    "raised_hand", "✋", "raised_hands", "🙌", "raising_hand", "🙋", "ramen", "🍜", "receipt", "🧾",
    "recycle", "♻️", "red_circle", "🔴", "red_square", "🟥", "relieved", "😌", "repeat", "🔁",
    "ribbon", "🎀", "rice", "🍚", "ring", "💍", "robot", "🤖", "rocket", "🚀", "rofl", "🤣",
    "roll_eyes", "🙄", "rose", "🌹", "rotating_light", "🚨", "round_pushpin", "📍", "ruler", "📏",
    "running", "🏃", "sad", "😢", "sailboat", "⛵", "sake", "🍶", "salad", "🥗", "salute", "🫡",
    "sandwich", "🥪", "santa", "🎅", "satellite", "🛰️", "sauropod", "🦕", "saxophone", "🎷",
    "scales", "⚖️", "school", "🏫", "scientist", "🧑‍🔬", "scissors", "✂️", "scooter", "🛴",
    "scorpion", "🦂", "scream", "😱", "screwdriver", "🪛", "scroll", "📜", "second_place", "🥈",
    "see_no_evil", "🙈", "seedling", "🌱", "selfie", "🤳", "shark", "🦈", "sheep", "🐑",
    "shield", "🛡️", "ship", "🚢", "shipit", "🚢", "shoe", "👟", "shooting_star", "🌠",
    "shopping_cart", "🛒", "shower", "🚿", "shrug", "🤷", "shushing", "🤫", "ski", "🎿",
    "skull", "💀", "sleeping", "😴", "sleepy", "😪", "slightly_smiling", "🙂", "slot_machine", "🎰",
    "sloth", "🦥", "smile", "😄", "smiley", "😃", "smiley_cat", "😺", "smiling_hearts", "🥰",
    "smiling_imp", "😈", "smirk", "😏", "snail", "🐌", "snake", "🐍", "sneezing", "🤧",
    "snowflake", "❄️", "snowman", "⛄", "soap", "🧼", "sob", "😭", "soccer", "⚽", "soon", "🔜",
    "sos", "🆘", "space_invader", "👾", "spaghetti", "🍝", "sparkler", "🎇", "sparkles", "✨",
    "sparkling_heart", "💖", "speak_no_evil", "🙊", "speaker", "🔊", "speech_balloon", "💬",
    "spider", "🕷️", "sponge", "🧽", "star", "⭐", "star_struck", "🤩", "stop_sign", "🛑",
    "stopwatch", "⏱️", "strawberry", "🍓", "stuck_out_tongue", "😛", "sun", "☀️",
    "sunflower", "🌻", "sunglasses", "😎", "sunrise", "🌅", "superhero", "🦸", "surf", "🏄",
    "sushi", "🍣", "swan", "🦢", "sweat", "😓", "sweat_drops", "💦", "sweat_smile", "😅",
    "swim", "🏊", "sword", "⚔️", "syringe", "💉", "t_rex", "🦖", "taco", "🌮", "tada", "🎉",
    "taxi", "🚕", "tea", "🍵", "technologist", "🧑‍💻", "teddy_bear", "🧸", "telephone", "☎️",
    "telescope", "🔭", "tennis", "🎾", "tent", "⛺", "test_tube", "🧪", "thanks", "🙏",
    "thermometer_face", "🤒", "thinking", "🤔", "third_place", "🥉", "thought_balloon", "💭",
    "thread", "🧵", "thumbsdown", "👎", "thumbsup", "👍", "thunderstorm", "⛈️", "ticket", "🎫",
    "tie", "👔", "tiger", "🐯", "tired", "😫", "toilet", "🚽", "tomato", "🍅", "tongue", "👅",
    "toolbox", "🧰", "tools", "🛠️", "top", "🔝", "tophat", "🎩", "tractor", "🚜",
    "traffic_light", "🚦", "train", "🚆", "tram", "🚊", "tree", "🌳", "triangular_flag", "🚩",
    "triumph", "😤", "trophy", "🏆", "truck", "🚚", "trumpet", "🎺", "tshirt", "👕", "tulip", "🌷",
    "tumbler", "🥃", "turkey", "🦃", "turtle", "🐢", "tv", "📺", "two_hearts", "💕", "umbrella", "☔",
    "unamused", "😒", "unicorn", "🦄", "unlock", "🔓", "up", "🆙", "upside_down", "🙃", "v", "✌️",
    "vampire", "🧛", "video_camera", "📹", "video_game", "🎮", "violin", "🎻", "volcano", "🌋",
    "volleyball", "🏐", "vomiting", "🤮", "vulcan", "🖖", "walking", "🚶", "warning", "⚠️",
    "wastebasket", "🗑️", "watch", "⌚", "watermelon", "🍉", "wave", "👋", "weary", "😩",
    "whale", "🐳", "white_check_mark", "✅", "white_circle", "⚪", "white_flag", "🏳️",
    "white_heart", "🤍", "wilted_rose", "🥀", "wine", "🍷", "wink", "😉", "wolf", "🐺", "woman", "👩",
    "woozy", "🥴", "worried", "😟", "wrench", "🔧", "writing_hand", "✍️", "x", "❌", "yarn", "🧶",
    "yawning", "🥱", "yellow_circle", "🟡", "yellow_heart", "💛", "yin_yang", "☯️", "yo_yo", "🪀",
    "yoga", "🧘", "yum", "😋", "zany", "🤪", "zap", "⚡", "zipper_mouth", "🤐", "zombie", "🧟",
    "zzz", "💤",
};
/* clang-format on */
#define COUNT (sizeof(words) / sizeof(*words) / 2)

size_t emoji_count(void)
{
    return COUNT;
}

struct emoji emoji_at(size_t i)
{
    return (struct emoji){words[2 * i], words[2 * i + 1]};
}

/* Compares the name, which ends at len, with a row's. */
struct wanted {
    const char *name;
    size_t len;
};

static int compare(const void *key, const void *row)
{
    const struct wanted *wanted = key;
    const char *name = *(const char *const *)row;
    int order = strncmp(wanted->name, name, wanted->len);
    return order != 0 ? order : -(name[wanted->len] != '\0');
}

const char *emoji_named(const char *name, size_t len)
{
    if (len > 1 && *name == ':' && name[len - 1] == ':') {
        name++;
        len -= 2;
    }
    if (len == 0 || len > EMOJI_NAME_MAX)
        return NULL;
    const struct wanted wanted = {name, len};
    const char *const *found = bsearch(&wanted, words, COUNT, 2 * sizeof(*words), compare);
    return found ? found[1] : NULL;
}

bool emoji_is(const char *text, size_t len)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strlen(words[2 * i + 1]) == len && strncmp(words[2 * i + 1], text, len) == 0)
            return true;
    return false;
}

/* Is it asked for at the beginning of the name, or of a word within it? */
static bool fits(const char *name, const char *part, size_t len, bool first)
{
    if (first)
        return strncasecmp(name, part, len) == 0;
    for (const char *word = strchr(name, '_'); word; word = strchr(word, '_')) {
        word++;
        if (strncasecmp(word, part, len) == 0)
            return strncasecmp(name, part, len) != 0;
    }
    return false;
}

/* What most people mean when they begin to type it: it is offered before its neighbours. */
static bool is_usual(const char *name)
{
    static const char *const usual[] = {"clap", "eyes",   "fire",  "heart", "joy",      "laughing",
                                        "pray", "rocket", "smile", "tada",  "thumbsup", "wave"};
    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
        if (strcmp(name, usual[i]) == 0)
            return true;
    return false;
}

size_t emoji_search(const char *part, size_t len, struct emoji *out, size_t max)
{
    size_t n = 0;
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < COUNT && n < max; i++)
            if (fits(words[2 * i], part, len, pass < 2) &&
                (pass == 2 || is_usual(words[2 * i]) == (pass == 0)))
                out[n++] = emoji_at(i);
    return n;
}
