/*
 * irc_num.h - numeric replies: name, number, default text, once.
 *
 * Numbers and texts are those of RFC 2812 and of the IRCv3 specifications. A
 * text of NULL means that the caller always gives the last parameter.
 */
#ifndef IRC_NUM_H
#define IRC_NUM_H

#define IRC_NUMERICS(X)                                                                   \
    X(RPL_WELCOME, 1, NULL)                                                               \
    X(RPL_YOURHOST, 2, NULL)                                                              \
    X(RPL_CREATED, 3, NULL)                                                               \
    X(RPL_MYINFO, 4, NULL)                                                                \
    X(RPL_ISUPPORT, 5, "are supported by this server")                                    \
    X(RPL_UMODEIS, 221, NULL)                                                             \
    X(RPL_LUSERCLIENT, 251, NULL)                                                         \
    X(RPL_LUSEROP, 252, "operator(s) online")                                             \
    X(RPL_LUSERUNKNOWN, 253, "unregistered connection(s)")                                \
    X(RPL_LUSERCHANNELS, 254, "rooms formed")                                             \
    X(RPL_LUSERME, 255, NULL)                                                             \
    X(RPL_LOCALUSERS, 265, NULL)                                                          \
    X(RPL_GLOBALUSERS, 266, NULL)                                                         \
    X(RPL_AWAY, 301, NULL)                                                                \
    X(RPL_USERHOST, 302, NULL)                                                            \
    X(RPL_ISON, 303, NULL)                                                                \
    X(RPL_UNAWAY, 305, "You are no longer marked as being away")                          \
    X(RPL_NOWAWAY, 306, "You have been marked as being away")                             \
    X(RPL_WHOISREGNICK, 307, "has claimed this name")                                     \
    X(RPL_WHOISUSER, 311, NULL)                                                           \
    X(RPL_WHOISSERVER, 312, NULL)                                                         \
    X(RPL_WHOISOPERATOR, 313, "is an IRC operator")                                       \
    X(RPL_WHOWASUSER, 314, NULL)                                                          \
    X(RPL_ENDOFWHO, 315, "End of WHO list")                                               \
    X(RPL_WHOISIDLE, 317, "seconds idle, signon time")                                    \
    X(RPL_ENDOFWHOIS, 318, "End of /WHOIS list")                                          \
    X(RPL_WHOISCHANNELS, 319, NULL)                                                       \
    X(RPL_LISTSTART, 321, NULL)                                                           \
    X(RPL_LIST, 322, NULL)                                                                \
    X(RPL_LISTEND, 323, "End of /LIST")                                                   \
    X(RPL_CHANNELMODEIS, 324, NULL)                                                       \
    X(RPL_CREATIONTIME, 329, NULL)                                                        \
    X(RPL_WHOISACCOUNT, 330, "is logged in as")                                           \
    X(RPL_NOTOPIC, 331, "No topic is set")                                                \
    X(RPL_TOPIC, 332, NULL)                                                               \
    X(RPL_TOPICWHOTIME, 333, NULL)                                                        \
    X(RPL_WHOISBOT, 335, "is a bot")                                                      \
    X(RPL_WHOISACTUALLY, 338, "is actually using host")                                   \
    X(RPL_INVITELIST, 336, NULL)                                                          \
    X(RPL_ENDOFINVITELIST, 337, "End of /INVITE list")                                    \
    X(RPL_INVITING, 341, NULL)                                                            \
    X(RPL_VERSION, 351, NULL)                                                             \
    X(RPL_WHOREPLY, 352, NULL)                                                            \
    X(RPL_NAMREPLY, 353, NULL)                                                            \
    X(RPL_WHOSPCRPL, 354, NULL)                                                           \
    X(RPL_ENDOFNAMES, 366, "End of /NAMES list")                                          \
    X(RPL_BANLIST, 367, NULL)                                                             \
    X(RPL_ENDOFBANLIST, 368, "End of room ban list")                                      \
    X(RPL_ENDOFWHOWAS, 369, "End of WHOWAS")                                              \
    X(RPL_INFO, 371, NULL)                                                                \
    X(RPL_MOTD, 372, NULL)                                                                \
    X(RPL_ENDOFINFO, 374, "End of /INFO list")                                            \
    X(RPL_MOTDSTART, 375, NULL)                                                           \
    X(RPL_ENDOFMOTD, 376, "End of /MOTD command")                                         \
    X(RPL_WHOISHOST, 378, NULL)                                                           \
    X(RPL_YOUREOPER, 381, "You are now an IRC operator")                                  \
    X(RPL_REHASHING, 382, "Rehashing")                                                    \
    X(RPL_TIME, 391, NULL)                                                                \
    X(ERR_UNKNOWNERROR, 400, NULL)                                                        \
    X(ERR_NOSUCHNICK, 401, "No such nick or room")                                        \
    X(ERR_NOSUCHSERVER, 402, "No such server")                                            \
    X(ERR_NOSUCHCHANNEL, 403, "No such room")                                             \
    X(ERR_CANNOTSENDTOCHAN, 404, "Cannot send to room")                                   \
    X(ERR_TOOMANYCHANNELS, 405, "You have joined too many rooms")                         \
    X(ERR_WASNOSUCHNICK, 406, "There was no such nick")                                   \
    X(ERR_TOOMANYTARGETS, 407, "Too many targets")                                        \
    X(ERR_NOORIGIN, 409, "No origin specified")                                           \
    X(ERR_INVALIDCAPCMD, 410, "Invalid CAP command")                                      \
    X(ERR_NORECIPIENT, 411, NULL)                                                         \
    X(ERR_NOTEXTTOSEND, 412, "No text to send")                                           \
    X(ERR_INPUTTOOLONG, 417, "Input line was too long")                                   \
    X(ERR_UNKNOWNCOMMAND, 421, "Unknown command")                                         \
    X(ERR_NOMOTD, 422, "MOTD File is missing")                                            \
    X(ERR_NONICKNAMEGIVEN, 431, "No nickname given")                                      \
    X(ERR_ERRONEUSNICKNAME, 432, NULL)                                                    \
    X(ERR_NICKNAMEINUSE, 433, NULL)                                                       \
    X(ERR_USERNOTINCHANNEL, 441, "They are not in that room")                             \
    X(ERR_NOTONCHANNEL, 442, "You are not in that room")                                  \
    X(ERR_USERONCHANNEL, 443, "is already in the room")                                   \
    X(ERR_NONICKCHANGE, 447, NULL)                                                        \
    X(ERR_NOTREGISTERED, 451, "You have not registered")                                  \
    X(ERR_NEEDMOREPARAMS, 461, "Not enough parameters")                                   \
    X(ERR_ALREADYREGISTERED, 462, "You may not reregister")                               \
    X(ERR_PASSWDMISMATCH, 464, NULL)                                                      \
    X(ERR_YOUREBANNEDCREEP, 465, NULL)                                                    \
    X(ERR_KEYSET, 467, "Room key already set")                                            \
    X(ERR_CHANNELISFULL, 471, "Cannot join room (+l)")                                    \
    X(ERR_UNKNOWNMODE, 472, "is unknown mode char to me")                                 \
    X(ERR_INVITEONLYCHAN, 473, "Cannot join room (+i)")                                   \
    X(ERR_BANNEDFROMCHAN, 474, "Cannot join room (+b)")                                   \
    X(ERR_BADCHANNELKEY, 475, "Cannot join room (+k)")                                    \
    X(ERR_BADCHANMASK, 476, "Not a room's name: # and letters, no space, comma or colon") \
    X(ERR_BANLISTFULL, 478, "Room ban list is full")                                      \
    X(ERR_NOPRIVILEGES, 481, "Permission Denied- You're not an IRC operator")             \
    X(ERR_CHANOPRIVSNEEDED, 482, "You are not a channel operator")                        \
    X(ERR_NOOPERHOST, 491, "No O-lines for your host")                                    \
    X(ERR_UMODEUNKNOWNFLAG, 501, "Unknown MODE flag")                                     \
    X(ERR_USERSDONTMATCH, 502, "Cannot change mode for other users")                      \
    X(ERR_HELPNOTFOUND, 524, "No help available on this topic")                           \
    X(ERR_CANNOTSENDTOUSER, 531, NULL)                                                    \
    X(ERR_INVALIDKEY, 525, "Key is not well-formed")                                      \
    X(ERR_INVALIDMODEPARAM, 696, NULL)                                                    \
    X(RPL_HELPSTART, 704, NULL)                                                           \
    X(RPL_HELPTXT, 705, NULL)                                                             \
    X(RPL_ENDOFHELP, 706, "End of /HELP")                                                 \
    X(ERR_NOPRIVS, 723, "You have no right to this")                                      \
    X(RPL_MONONLINE, 730, NULL)                                                           \
    X(RPL_MONOFFLINE, 731, NULL)                                                          \
    X(RPL_MONLIST, 732, NULL)                                                             \
    X(RPL_ENDOFMONLIST, 733, "End of MONITOR list")                                       \
    X(ERR_MONLISTFULL, 734, "Monitor list is full.")                                      \
    X(RPL_LOGGEDIN, 900, NULL)                                                            \
    X(RPL_LOGGEDOUT, 901, "You are now logged out")                                       \
    X(ERR_NICKLOCKED, 902, "You must use a nick assigned to you")                         \
    X(RPL_SASLSUCCESS, 903, "SASL authentication successful")                             \
    X(ERR_SASLFAIL, 904, "SASL authentication failed")                                    \
    X(ERR_SASLTOOLONG, 905, "SASL message too long")                                      \
    X(ERR_SASLABORTED, 906, "SASL authentication aborted")                                \
    X(ERR_SASLALREADY, 907, "You have already authenticated using SASL")                  \
    X(RPL_SASLMECHS, 908, "are available SASL mechanisms")

enum irc_num {
#define X(name, number, text) name = (number),
    IRC_NUMERICS(X)
#undef X
};

/* The default text of a numeric, or NULL. */
const char *irc_num_text(enum irc_num number);

#endif
