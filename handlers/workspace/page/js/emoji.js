// Emoji names, as people and apps write them between colons.

const TABLE = `
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂
upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛
zany_face 🤪 thinking_face 🤔 face_with_raised_eyebrow 🤨 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒
face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 face_with_thermometer 🤒
dizzy_face 😵 exploding_head 🤯 partying_face 🥳 sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟 slightly_frowning_face 🙁
white_frowning_face ☹️ open_mouth 😮 hushed 😯 astonished 😲 flushed 😳 pleading_face 🥺 fearful 😨 cold_sweat 😰 cry 😢 sob 😭
scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 skull 💀 ghost 👻 alien 👽
robot_face 🤖 clown_face 🤡 poop 💩 hankey 💩 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 wave 👋 raised_hand ✋ hand ✋
vulcan_salute 🖖 ok_hand 👌 v ✌️ crossed_fingers 🤞 call_me_hand 🤙 point_left 👈 point_right 👉 point_up ☝️ point_up_2 👆
point_down 👇 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 punch 👊 clap 👏 raised_hands 🙌 open_hands 👐
handshake 🤝 pray 🙏 writing_hand ✍️ muscle 💪 eyes 👀 eye 👁️ brain 🧠 ear 👂 nose 👃 lips 👄 tongue 👅 baby 👶 boy 👦 girl 👧 man 👨
woman 👩 older_man 👴 older_woman 👵 cop 👮 detective 🕵️ sleuth_or_spy 🕵️ guardsman 💂 construction_worker 👷 shrug 🤷 facepalm 🤦
face_palm 🤦 raising_hand 🙋 bow 🙇 person_frowning 🙍 busts_in_silhouette 👥 bust_in_silhouette 👤 family 👪 speaking_head_in_silhouette 🗣️
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔
two_hearts 💕 sparkling_heart 💖 100 💯 anger 💢 boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨 bomb 💣 speech_balloon 💬
left_speech_bubble 🗨️ thought_balloon 💭 zzz 💤 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 fox_face 🦊 bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯
lion_face 🦁 cow 🐮 pig 🐷 frog 🐸 monkey_face 🐵 chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 bat 🦇 wolf 🐺 horse 🐴 unicorn_face 🦄 bee 🐝
bug 🐛 butterfly 🦋 snail 🐌 beetle 🐞 ant 🐜 spider 🕷️ turtle 🐢 snake 🐍 octopus 🐙 fish 🐟 dolphin 🐬 whale 🐳 shark 🦈 elephant 🐘
rose 🌹 sunflower 🌻 tulip 🌷 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 palm_tree 🌴 cactus 🌵 four_leaf_clover 🍀 maple_leaf 🍁
herb 🌿 mushroom 🍄 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 world_map 🗺️ new_moon 🌑 full_moon 🌕
crescent_moon 🌙 sunny ☀️ star ⭐ star2 🌟 sparkles ✨ cloud ☁️ partly_sunny ⛅ rain_cloud 🌧️ thunder_cloud_and_rain ⛈️ zap ⚡ snowflake ❄️
snowman ⛄ fire 🔥 droplet 💧 ocean 🌊 rainbow 🌈 apple 🍎 green_apple 🍏 pear 🍐 tangerine 🍊 lemon 🍋 banana 🍌 watermelon 🍉 grapes 🍇
strawberry 🍓 cherries 🍒 peach 🍑 pineapple 🍍 tomato 🍅 avocado 🥑 carrot 🥕 corn 🌽 bread 🍞 cheese_wedge 🧀 egg 🥚 hamburger 🍔 fries 🍟
pizza 🍕 taco 🌮 popcorn 🍿 sushi 🍣 ramen 🍜 cookie 🍪 doughnut 🍩 cake 🍰 birthday 🎂 chocolate_bar 🍫 candy 🍬 coffee ☕ tea 🍵 beer 🍺
beers 🍻 wine_glass 🍷 champagne 🍾 tropical_drink 🍹 soccer ⚽ basketball 🏀 tennis 🎾 trophy 🏆 first_place_medal 🥇 second_place_medal 🥈
third_place_medal 🥉 medal 🏅 sports_medal 🏅 dart 🎯 game_die 🎲 video_game 🎮 jigsaw 🧩 art 🎨 musical_note 🎵 notes 🎶 microphone 🎤
headphones 🎧 guitar 🎸 clapper 🎬 ticket 🎫 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 ribbon 🎀 christmas_tree 🎄 jack_o_lantern 🎃
car 🚗 red_car 🚗 taxi 🚕 bus 🚌 police_car 🚓 rotating_light 🚨 ambulance 🚑 fire_engine 🚒 truck 🚚 tractor 🚜 bike 🚲 train 🚆 metro 🚇
airplane ✈️ rocket 🚀 helicopter 🚁 boat ⛵ sailboat ⛵ speedboat 🚤 ship 🚢 anchor ⚓ fuelpump ⛽ construction 🚧 vertical_traffic_light 🚦
traffic_light 🚥 octagonal_sign 🛑 stop_sign 🛑 house 🏠 office 🏢 hospital 🏥 bank 🏦 school 🏫 factory 🏭 tent ⛺ mountain ⛰️ camping 🏕️
watch ⌚ iphone 📱 computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️ floppy_disk 💾 cd 💿 camera 📷 camera_with_flash 📸 video_camera 📹
movie_camera 🎥 phone ☎️ telephone_receiver 📞 fax 📠 tv 📺 radio 📻 alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛
hourglass_flowing_sand ⏳ battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 candle 🕯️ wastebasket 🗑️ money_with_wings 💸 dollar 💵
moneybag 💰 credit_card 💳 gem 💎 scales ⚖️ balance_scale ⚖️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩 link 🔗
chains ⛓️ magnet 🧲 shield 🛡️ pill 💊 syringe 💉 dna 🧬 microscope 🔬 telescope 🔭 satellite_antenna 📡 door 🚪 bed 🛏️ key 🔑 old_key 🗝️
lock 🔒 unlock 🔓 closed_lock_with_key 🔐 lock_with_ink_pen 🔏 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 mag 🔍 mag_right 🔎
email 📧 envelope ✉️ e-mail 📧 incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫
postbox 📮 memo 📝 pencil 📝 pencil2 ✏️ pen 🖊️ lower_left_ballpoint_pen 🖊️ black_nib ✒️ briefcase 💼 file_folder 📁 open_file_folder 📂
card_index_dividers 🗂️ date 📅 calendar 📆 spiral_calendar_pad 🗓️ spiral_note_pad 🗒️ card_index 📇 chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 bar_chart 📊 clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 linked_paperclips 🖇️ straight_ruler 📏
scissors ✂️ card_file_box 🗃️ file_cabinet 🗄️ bookmark 🔖 bookmark_tabs 📑 label 🏷️ books 📚 book 📖 open_book 📖 notebook 📓 ledger 📒
page_facing_up 📄 page_with_curl 📃 scroll 📜 newspaper 📰 receipt 🧾 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️
ballot_box_with_ballot 🗳️ x ❌ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖
heavy_division_sign ➗ question ❓ grey_question ❔ exclamation ❗ heavy_exclamation_mark ❗ grey_exclamation ❕ bangbang ‼️ interrobang ⁉️
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 prohibited 🚫 underage 🔞 radioactive_sign ☢️ information_source ℹ️ recycle ♻️ trident 🔱
beginner 🔰 o ⭕ red_circle 🔴 large_red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
large_purple_circle 🟣 large_brown_circle 🟤 white_circle ⚪ black_circle ⚫ large_red_square 🟥 large_orange_square 🟧
large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 large_purple_square 🟪 black_large_square ⬛ white_large_square ⬜
black_small_square ▪️ white_small_square ▫️ small_blue_diamond 🔹 small_orange_diamond 🔸 large_blue_diamond 🔷 large_orange_diamond 🔶
small_red_triangle 🔺 small_red_triangle_down 🔻 checkered_flag 🏁 triangular_flag_on_post 🚩 crossed_flags 🎌 waving_black_flag 🏴
waving_white_flag 🏳️ flag-gb 🇬🇧 gb 🇬🇧 uk 🇬🇧 flag-fr 🇫🇷 fr 🇫🇷 flag-de 🇩🇪 de 🇩🇪 flag-us 🇺🇸 us 🇺🇸 flag-es 🇪🇸 es 🇪🇸 flag-it 🇮🇹
it 🇮🇹 flag-eu 🇪🇺 flag-nl 🇳🇱 flag-pl 🇵🇱 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️
arrow_lower_left ↙️ arrow_upper_left ↖️ arrow_up_down ↕️ left_right_arrow ↔️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️
arrow_heading_up ⤴️ arrow_heading_down ⤵️ arrows_clockwise 🔃 arrows_counterclockwise 🔄 rewind ⏪ fast_forward ⏩ arrow_forward ▶️
arrow_backward ◀️ double_vertical_bar ⏸️ pause_button ⏸️ black_square_for_stop ⏹️ black_circle_for_record ⏺️ back 🔙 end 🔚 on 🔛 soon 🔜 top 🔝
repeat 🔁 repeat_one 🔂 twisted_rightwards_arrows 🔀 new 🆕 free 🆓 up 🆙 cool 🆒 ok 🆗 sos 🆘 id 🆔 vs 🆚 zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣
four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 1234 🔢 hash #️⃣ copyright ©️ registered ®️ tm ™️ infinity ♾️
clock1 🕐 clock2 🕑 clock3 🕒 clock4 🕓 clock5 🕔 clock6 🕕 clock7 🕖 clock8 🕗 clock9 🕘 clock10 🕙 clock11 🕚 clock12 🕛
mute 🔇 speaker 🔈 sound 🔉 loud_sound 🔊 eyeglasses 👓 dark_sunglasses 🕶️ necktie 👔 shirt 👕 jeans 👖 tophat 🎩 crown 👑 helmet_with_white_cross ⛑️
footprints 👣 handbag 👜 umbrella ☔ lipstick 💄 ring 💍 knot 🪢 compass 🧭 ladder 🪜 test_tube 🧪 toolbox 🧰 identification_card 🪪 ninja 🥷
saluting_face 🫡 melting_face 🫠 ring_buoy 🛟 headstone 🪦 placard 🪧 hourglass_done ⌛ no_good 🙅 ok_woman 🙆 mailbox_with_mail 📬
`;

/** @type {Map<string, string>} */
const NAMES = new Map();
const words = TABLE.trim().split(/\s+/);
for (let at = 0; at + 1 < words.length; at += 2) NAMES.set(words[at], words[at + 1]);

/**
 * The character of an emoji name, or null where the name is none of ours.
 * @param {string} name
 */
export function emoji(name) {
  return NAMES.get(name.split("::")[0]) ?? null;
}

/**
 * Names for a beginning, those that begin so before those that hold it.
 * @param {string} typed @param {number} most
 * @returns {[string, string][]}  name and character
 */
export function emojiNamed(typed, most) {
  const all = [...NAMES];
  const first = all.filter(([name]) => name.startsWith(typed));
  return [...first, ...all.filter(([name]) => name.includes(typed) && !name.startsWith(typed))].slice(0, most);
}

/**
 * Text with `:names:` put in place; unknown names stay as they were typed.
 * @param {string} text
 */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+)(?:::?skin-tone-[2-6])?:/g, (typed, name) => emoji(name) ?? typed);
}
